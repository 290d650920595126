import { add_messages } from "../../app/messages.ts";
import "./row_marks_messages.ts";
import fr from "./lists.fr.json";

// Of lists that are brought in.
add_messages(fr, () => import("./lists.en.json"));
