import { add_messages } from "../../app/messages.ts";
import "./messages.ts";
import "./codes_messages.ts";
import fr from "./file.fr.json";

// Of a file that is read.
add_messages(fr, () => import("./file.en.json"));
