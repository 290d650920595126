import { add_messages } from "../../app/messages.ts";
import "./refusals_messages.ts";
import fr from "./registered.fr.json";

// Of the answers that are read again, and of who was registered.
add_messages(fr, () => import("./registered.en.json"));
