import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import en from "./backups.en.json";
import fr from "./backups.fr.json";

add_messages({ fr, en });
