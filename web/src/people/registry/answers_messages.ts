import { add_messages } from "../../app/messages.ts";
import "./choices_messages.ts";
import fr from "./answers.fr.json";

// Of the fields in which somebody is described.
add_messages(fr, () => import("./answers.en.json"));
