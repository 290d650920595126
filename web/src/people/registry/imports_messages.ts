import { add_messages } from "../../app/messages.ts";
import "../files_messages.ts";
import "./row_marks_messages.ts";
import fr from "./imports.fr.json";

// Of a list that is to be brought in.
add_messages(fr, () => import("./imports.en.json"));
