import { add_messages } from "../app/messages.ts";
import fr from "./scan.fr.json";

// Of the pages on which a scanner types.
add_messages(fr, () => import("./scan.en.json"));
