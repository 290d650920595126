import { add_messages } from "../../app/messages.ts";
import fr from "./refusals.fr.json";

// Why an answer about somebody was not taken.
add_messages(fr, () => import("./refusals.en.json"));
