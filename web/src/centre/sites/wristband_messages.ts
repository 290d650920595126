import { add_messages } from "../../app/messages.ts";
import fr from "./wristband.fr.json";

add_messages(fr, () => import("./wristband.en.json"));
