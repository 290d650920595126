import { add_messages } from "../../app/messages.ts";
import "./answers_messages.ts";
import "./refusals_messages.ts";
import fr from "./change.fr.json";

// Of what changes a file.
add_messages(fr, () => import("./change.en.json"));
