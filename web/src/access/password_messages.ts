import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import en from "./password.en.json";
import fr from "./password.fr.json";

add_messages({ fr, en });
