import { add_messages } from "../app/messages.ts";
import en from "./second_factor.en.json";
import fr from "./second_factor.fr.json";

add_messages({ fr, en });
