import { add_messages } from "../../app/messages.ts";
import "../files_messages.ts";
import fr from "./cards.fr.json";

add_messages(fr, () => import("./cards.en.json"));
