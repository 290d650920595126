import { add_messages } from "../../../app/messages.ts";
import "../scanning_messages.ts";
import fr from "./messages.fr.json";

add_messages(fr, () => import("./messages.en.json"));
