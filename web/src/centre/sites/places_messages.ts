import { add_messages } from "../../app/messages.ts";
import fr from "./places.fr.json";

add_messages(fr, () => import("./places.en.json"));
