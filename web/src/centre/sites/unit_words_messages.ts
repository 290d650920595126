import { add_messages } from "../../app/messages.ts";
import fr from "./unit_words.fr.json";

// What a unit is called wherever one is chosen or counted.
add_messages(fr, () => import("./unit_words.en.json"));
