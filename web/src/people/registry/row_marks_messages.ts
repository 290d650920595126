import { add_messages } from "../../app/messages.ts";
import fr from "./row_marks.fr.json";

// What is marked on the rows of lists.
add_messages(fr, () => import("./row_marks.en.json"));
