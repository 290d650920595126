import { add_messages } from "../../app/messages.ts";
import fr from "./arrivals.fr.json";

add_messages(fr, () => import("./arrivals.en.json"));
