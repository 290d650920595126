import fr from "./lock.fr.json";
import { add_messages } from "./messages.ts";

add_messages(fr, () => import("./lock.en.json"));
