import { add_messages } from "../../app/messages.ts";
import fr from "./present.fr.json";

add_messages(fr, () => import("./present.en.json"));
