import { add_messages } from "../../app/messages.ts";
import fr from "./person.fr.json";

add_messages(fr, () => import("./person.en.json"));
