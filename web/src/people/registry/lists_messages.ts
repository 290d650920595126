import { add_messages } from "../../app/messages.ts";
import en from "./lists.en.json";
import fr from "./lists.fr.json";

// Of lists that are brought in, and of what is marked on their rows.
add_messages({ fr, en });
