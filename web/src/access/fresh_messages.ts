import { add_messages } from "../app/messages.ts";
import en from "./fresh.en.json";
import fr from "./fresh.fr.json";

add_messages({ fr, en });
