import { add_messages } from "../app/messages.ts";
// The marks of a list's rows, and what came after the closing of a distribution.
import "../people/registry/codes_messages.ts";
import "../people/registry/messages.ts";
import "../people/registry/row_marks_messages.ts";
import "../centre/assistance/round_words_messages.ts";
import fr from "./messages.fr.json";

add_messages(fr, () => import("./messages.en.json"));
