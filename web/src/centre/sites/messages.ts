import { add_messages } from "../../app/messages.ts";
// Scanning, and what waits, are said alike at the gate and at a meal.
import "../assistance/scanning_messages.ts";
import fr from "./messages.fr.json";

add_messages(fr, () => import("./messages.en.json"));
