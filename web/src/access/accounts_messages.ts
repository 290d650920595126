import { add_messages } from "../app/messages.ts";
import "../outbox/messages.ts";
import fr from "./accounts.fr.json";

add_messages(fr, () => import("./accounts.en.json"));
