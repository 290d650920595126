import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./pin_words.fr.json";

add_messages(fr, () => import("./pin_words.en.json"));
