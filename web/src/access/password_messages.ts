import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./password.fr.json";

add_messages(fr, () => import("./password.en.json"));
