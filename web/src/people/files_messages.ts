import { add_messages } from "../app/messages.ts";
import fr from "./files.fr.json";

// Of the pages that take files in or print them.
add_messages(fr, () => import("./files.en.json"));
