import { add_messages } from "../../app/messages.ts";
import "./messages.ts";
import fr from "./candidates.fr.json";

add_messages(fr, () => import("./candidates.en.json"));
