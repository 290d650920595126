import { add_messages } from "../../app/messages.ts";
import en from "./messages.en.json";
import fr from "./messages.fr.json";

add_messages({ fr, en });
