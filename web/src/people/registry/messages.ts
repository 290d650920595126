import { add_messages } from "../../app/messages.ts";
import "../../app/page_messages.ts";
import fr from "./messages.fr.json";

// Of people wherever they are listed.
add_messages(fr, () => import("./messages.en.json"));
