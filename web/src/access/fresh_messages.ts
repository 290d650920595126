import { add_messages } from "../app/messages.ts";
import fr from "./fresh.fr.json";

add_messages(fr, () => import("./fresh.en.json"));
