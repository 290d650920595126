import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./security.fr.json";

add_messages(fr, () => import("./security.en.json"));
