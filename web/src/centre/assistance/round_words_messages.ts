import { add_messages } from "../../app/messages.ts";
import fr from "./round_words.fr.json";

add_messages(fr, () => import("./round_words.en.json"));
