import { add_messages } from "../../app/messages.ts";
import en from "./present.en.json";
import fr from "./present.fr.json";

add_messages({ fr, en });
