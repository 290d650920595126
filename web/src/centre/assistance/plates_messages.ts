import { add_messages } from "../../app/messages.ts";
import fr from "./plates.fr.json";

add_messages(fr, () => import("./plates.en.json"));
