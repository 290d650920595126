import { add_messages } from "../../app/messages.ts";
import fr from "./choices.fr.json";

add_messages(fr, () => import("./choices.en.json"));
