import { add_messages } from "../app/messages.ts";
import fr from "./decisions.fr.json";

add_messages(fr, () => import("./decisions.en.json"));
