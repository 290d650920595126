import { add_messages } from "../../app/messages.ts";
import fr from "./meal_order.fr.json";

add_messages(fr, () => import("./meal_order.en.json"));
