import { add_messages } from "../../app/messages.ts";
import fr from "./reopening.fr.json";

add_messages(fr, () => import("./reopening.en.json"));
