import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import en from "./security.en.json";
import fr from "./security.fr.json";

add_messages({ fr, en });
