import { add_messages } from "../app/messages.ts";
import "../outbox/messages.ts";
import en from "./accounts.en.json";
import fr from "./accounts.fr.json";

add_messages({ fr, en });
