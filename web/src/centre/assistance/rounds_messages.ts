import { add_messages } from "../../app/messages.ts";
import "../../app/page_messages.ts";
import "./round_words_messages.ts";
import fr from "./rounds.fr.json";

add_messages(fr, () => import("./rounds.en.json"));
