import { add_messages } from "../../app/messages.ts";
import "./scanning_messages.ts";
import "./round_words_messages.ts";
import fr from "./messages.fr.json";

// Of a distribution that is served.
add_messages(fr, () => import("./messages.en.json"));
