import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import en from "./openings.en.json";
import fr from "./openings.fr.json";

add_messages({ fr, en });
