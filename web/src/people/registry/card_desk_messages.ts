import { add_messages } from "../../app/messages.ts";
import fr from "./card_desk.fr.json";

add_messages(fr, () => import("./card_desk.en.json"));
