import { add_messages } from "../../app/messages.ts";
import fr from "./closing.fr.json";

add_messages(fr, () => import("./closing.en.json"));
