import { add_messages } from "../../app/messages.ts";
import fr from "./timeline.fr.json";

add_messages(fr, () => import("./timeline.en.json"));
