import { add_messages } from "../../app/messages.ts";
import "./choices_messages.ts";
import fr from "./codes.fr.json";

// What the codes of a file mean.
add_messages(fr, () => import("./codes.en.json"));
