import { add_messages } from "../app/messages.ts";
import fr from "./second_factor.fr.json";

add_messages(fr, () => import("./second_factor.en.json"));
