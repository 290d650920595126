import { add_messages } from "../../app/messages.ts";
import fr from "./lists.fr.json";

// Of lists that are brought in, and of what is marked on their rows.
add_messages(fr, () => import("./lists.en.json"));
