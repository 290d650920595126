import fr from "./guide.fr.json";
import { add_messages } from "./messages.ts";

add_messages(fr, () => import("./guide.en.json"));
