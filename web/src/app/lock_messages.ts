import en from "./lock.en.json";
import fr from "./lock.fr.json";
import { add_messages } from "./messages.ts";

add_messages({ fr, en });
