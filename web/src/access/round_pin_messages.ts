import { add_messages } from "../app/messages.ts";
import "./pin_words_messages.ts";
import fr from "./round_pin.fr.json";

add_messages(fr, () => import("./round_pin.en.json"));
