/* built by page/build.mjs from page/, sha256 b30fe0192d1659eb09c00222529124aacecddca5ee674e54f632178c04aebc84; asciinema-player 3.18.0, Apache-2.0, licence in player.licence.txt */
"use strict";(()=>{function Lg(A){return typeof A=="number"?A:typeof A=="string"?A.split(":").reverse().map(parseFloat).reduce((g,e,I)=>g+e*
Math.pow(60,I)):void 0}function zg(A,g){let e;return function(...I){clearTimeout(e),e=setTimeout(()=>A.apply(this,I),g)}}
function AI(A,g){let e=!0;return function(...I){e&&(e=!1,A.apply(this,I),setTimeout(()=>e=!0,g))}}function Gg(A){return{
name:typeof A?.name=="string"?A.name:"Error",message:typeof A?.message=="string"?A.message:String(A)}}function oe(A,g){return{time:A,rate:g,sampledAt:performance.timeOrigin+performance.now()}}function Me(A){if(typeof A?.time!=
"number")return null;let g=performance.timeOrigin+performance.now()-A.sampledAt;return A.time+g/1e3*A.rate}var XI=/^#[0-9a-f]{6}$/,
$I=/^#[0-9a-f]{3}$/;function $A(A,g=void 0){if(typeof A!="string")return g;let e=A.trim().toLowerCase();return XI.test(e)?
e:$I.test(e)?`#${e[1]}${e[1]}${e[2]}${e[2]}${e[3]}${e[3]}`:g}function MA(A,g,e){return[g[0]+A*(e[0]-g[0]),g[1]+A*(e[1]-g[1]),
g[2]+A*(e[2]-g[2])]}function NA(A){let[g,e,I]=At(A).map(et),t=.4122214708*g+.5363325363*e+.0514459929*I,B=.2119034982*g+
.6806995451*e+.1073969566*I,n=.0883024619*g+.2817188376*e+.6299787005*I,i=Math.cbrt(t),C=Math.cbrt(B),Q=Math.cbrt(n);return[
.2104542553*i+.793617785*C-.0040720468*Q,1.9779984951*i-2.428592205*C+.4505937099*Q,.0259040371*i+.7827717662*C-.808675766*
Q]}function Rg(A){let g=yg(A);if($g(g))return Xg(g);let[e,I,t]=zI(A),B=0,n=I,i=[e,0,t];for(let C=0;C<24;C+=1){let Q=(B+n)/
2,l=[e,Q,t],s=yg(jg(l));$g(s)?(B=Q,i=l):n=Q}return Xg(yg(jg(i)))}function yg(A){let g=eI(A[0],0,1),e=A[1],I=A[2],t=g+.3963377774*
e+.2158037573*I,B=g-.1055613458*e-.0638541728*I,n=g-.0894841775*e-1.291485548*I,i=t**3,C=B**3,Q=n**3,l=4.0767416621*i-3.3077115913*
C+.2309699292*Q,s=-1.2684380046*i+2.6097574011*C-.3413193965*Q,G=-.0041960863*i-.7034186147*C+1.707614701*Q;return[kg(l),
kg(s),kg(G)]}function zI([A,g,e]){return[A,Math.hypot(g,e),Math.atan2(e,g)]}function jg([A,g,e]){return[A,g*Math.cos(e),
g*Math.sin(e)]}function At(A){return[Number.parseInt(A.slice(1,3),16)/255,Number.parseInt(A.slice(3,5),16)/255,Number.parseInt(
A.slice(5,7),16)/255]}function We(A,g,e){return`#${Fg(A)}${Fg(g)}${Fg(e)}`}function Xg(A){return We(A[0]*255,A[1]*255,A[2]*
255)}function et(A){return A<=.04045?A/12.92:((A+.055)/1.055)**2.4}function kg(A){return A<=.0031308?A*12.92:1.055*A**(1/
2.4)-.055}function $g([A,g,e]){return A>=0&&A<=1&&g>=0&&g<=1&&e>=0&&e<=1}function eI(A,g,e){return Math.max(g,Math.min(e,
A))}function Fg(A){return Math.round(eI(A,0,255)).toString(16).padStart(2,"0")}var xe=class{log(...g){}debug(...g){}info(...g){}warn(...g){}error(...g){}},
Re=class{constructor(g,e){this.logger=g,this.prefix=e}log(g,...e){this.logger.log(`${this.prefix}${g}`,...e)}debug(g,...e){
this.logger.debug(`${this.prefix}${g}`,...e)}info(g,...e){this.logger.info(`${this.prefix}${g}`,...e)}warn(g,...e){this.
logger.warn(`${this.prefix}${g}`,...e)}error(g,...e){this.logger.error(`${this.prefix}${g}`,...e)}};var DA=class A{constructor(g,e){this.input=typeof g.next=="function"?g:g[Symbol.iterator](),this.xfs=e??[]}map(g){return this.
transform(gt(g))}flatMap(g){return this.transform(It(g))}filter(g){return this.transform(tt(g))}take(g){return this.transform(
Bt(g))}drop(g){return this.transform(Qt(g))}transform(g){return new A(this.input,this.xfs.concat([g]))}multiplex(g,e){return new A(
new qg(this[Symbol.iterator](),g[Symbol.iterator](),e))}toArray(){return Array.from(this)}[Symbol.iterator](){let g=0,e=[],
I=!1,t=Ct(this.xfs,B=>e.push(B));return{next:()=>{for(g===e.length&&(e=[],g=0);e.length===0;){let B=this.input.next();if(B.
done)break;t.step(B.value)}return e.length===0&&!I&&(t.flush(),I=!0),e.length>0?{done:!1,value:e[g++]}:{done:!0}}}}};function gt(A){
return g=>e=>{g(A(e))}}function It(A){return g=>e=>{A(e).forEach(g)}}function tt(A){return g=>e=>{A(e)&&g(e)}}function Bt(A){
let g=0;return e=>I=>{g<A&&e(I),g+=1}}function Qt(A){let g=0;return e=>I=>{g+=1,g>A&&e(I)}}function Ct(A,g){return A.reverse().
reduce((e,I)=>{let t=gI(I(e.step));return{step:t.step,flush:()=>{t.flush(),e.flush()}}},gI(g))}function gI(A){return typeof A==
"function"?{step:A,flush:()=>{}}:A}var qg=class{constructor(g,e,I){this.left=g,this.right=e,this.comparator=I}[Symbol.iterator](){
let g,e;return{next:()=>{if(g===void 0&&this.left!==void 0){let I=this.left.next();I.done?this.left=void 0:g=I.value}if(e===
void 0&&this.right!==void 0){let I=this.right.next();I.done?this.right=void 0:e=I.value}if(g===void 0&&e===void 0)return{
done:!0};if(g===void 0){let I=e;return e=void 0,{done:!1,value:I}}else if(e===void 0){let I=g;return g=void 0,{done:!1,value:I}}else if(this.
comparator(g,e)){let I=g;return g=void 0,{done:!1,value:I}}else{let I=e;return e=void 0,{done:!1,value:I}}}}}};async function Et(A,g){
return nt(Vt(await it(A),g))}async function it(A){let{parser:g,encoding:e="utf-8"}=A,I=await ot(A);return await g(I,{encoding:e})}
function nt(A){let g={start:0},e=A.events.filter(I=>I[1]==="m").map(I=>[I[0],I[2].label]);return{cols:A.cols,rows:A.rows,
theme:A.theme,duration:A.duration,effectiveStartAt:A.effectiveStartAt,markers:e,segments:[g],async loadSegment(I){if(I!==
0)throw new Error("unknown recording segment");return{snapshot:{cols:A.cols,rows:A.rows,init:""},events:A.events}}}}async function ot({
url:A,data:g,fetchOpts:e={}}){if(typeof A=="string")return await II(A,e);if(Array.isArray(A))return await Promise.all(A.
map(I=>II(I,e)));if(g!==void 0){typeof g=="function"&&(g=g()),g instanceof Promise||(g=Promise.resolve(g));let I=await g;
return typeof I=="string"||I instanceof ArrayBuffer?new Response(I):I}else throw new Error("failed fetching recording fi\
le: url/data missing in src")}async function II(A,g){let e=await fetch(A,g);if(!e.ok)throw new Error(`failed fetching re\
cording from ${A}: ${e.status} ${e.statusText}`);return e}function Vt(A,{startAt:g=0,idleTimeLimit:e,inputOffset:I,markers:t}){
let{events:B}=A;B instanceof DA||(B=new DA(B)),g=g*1e3,e=e??A.idleTimeLimit,e=e!==void 0?e*1e3:1/0,I=I!==void 0?I*1e3:void 0;
let n={offset:0};if(B=B.map(st(e,g,n)),t!==void 0&&(t=new DA(t).map(rt),B=B.filter(Q=>Q[1]!=="m").multiplex(t,(Q,l)=>Q[0]<
l[0])),B=B.map(at()),B=B.toArray(),I!==void 0&&(B=B.map(Q=>Q[1]==="i"?[Q[0]+I,Q[1],Q[2]]:Q),B.sort((Q,l)=>Q[0]-l[0])),B.
length===0)throw new Error("recording is missing events");let i=B[B.length-1][0],C=g-n.offset;return{...A,events:B,duration:i,
effectiveStartAt:C}}function rt(A){return typeof A=="number"?[A*1e3,"m",""]:[A[0]*1e3,"m",A[1]]}function st(A,g,e){let I=0,
t=0;return function(B){let i=B[0]-I-A;return I=B[0],i>0&&(t+=i,B[0]<g&&(e.offset+=i)),[B[0]-t,B[1],B[2]]}}function at(){
let A=0;return function(g){return g[1]==="m"?[g[0],g[1],{index:A++,time:g[0],label:g[2]}]:g}}function je(A){let g=$A(A.foreground),
e=$A(A.background),I=A.palette;if(I===void 0||!g||!e||I.length<8)return;let t=[],B=Math.min(I.length,16);for(let n=0;n<B;n+=
1){let i=$A(I[n]);if(!i)return;t.push(i)}for(let n=t.length;n<16;n+=1)t.push(t[n-8]);return{foreground:g,background:e,palette:t}}
function lt(A,g={}){return ut(A,g),ct(A,g)}async function ct(A,{startAt:g=0}){let e=await tI(A.url,A.fetchOpts??{}),I;try{
I=await e.json()}catch(C){throw new Error(`failed parsing segmented recording index from ${A.url}: ${C.message}`,{cause:C})}
Dt(I);let t=I.duration*1e3,B=(I.markers??[]).map(([C,Q])=>[C*1e3,Q]),n=I.segments.map(C=>({start:C.start*1e3,url:dt(C.url,
e.url||A.url)})),i={cols:I.term.cols,rows:I.term.rows,theme:wt(I.term.theme),duration:t,effectiveStartAt:Math.min(Math.max(
g*1e3,0),t),markers:B,segments:n,async loadSegment(C){if(!Number.isInteger(C)||C<0||C>=n.length)throw new Error("unknown\
 recording segment");let Q=n[C],l=await tI(Q.url,A.fetchOpts??{}),s;try{s=await l.json()}catch(G){throw new Error(`faile\
d parsing recording segment from ${Q.url}: ${G.message}`,{cause:G})}return ft(i,C,s)}};return i}function ut(A,{idleTimeLimit:g,
markers:e}){if(typeof A.url!="string")throw new Error("segmented recording source requires a URL");let I=[];g!==void 0&&
I.push("idleTimeLimit"),e!==void 0&&I.push("markers");for(let t of["inputOffset","parser","encoding"])Object.hasOwn(A,t)&&
I.push(t);if(I.length>0)throw new Error(`segmented recordings do not support option: ${I.join(", ")}`)}function Dt(A){if(A?.
version!==1)throw new Error(`unsupported segmented recording version: ${JSON.stringify(A?.version)}`);if(Ze(A.duration,"\
recording duration"),VI(A.term,"recording terminal"),!Array.isArray(A.segments)||A.segments.length===0)throw new Error("\
segmented recording index is missing segments");let g=-1;if(A.segments.forEach((I,t)=>{if(Ze(I?.start,`segment ${t} star\
t`),typeof I?.url!="string"||I.url.length===0)throw new Error(`segment ${t} is missing its URL`);if(t===0&&I.start!==0)throw new Error(
"first segment must start at 0");if(t>0&&(I.start<=g||I.start>=A.duration))throw new Error(`segment ${t} start must be s\
trictly increasing and before duration`);g=I.start}),A.markers!==void 0&&!Array.isArray(A.markers))throw new Error("segm\
ented recording markers must be an array");let e=-1;for(let[I,t]of(A.markers??[]).entries()){if(!Array.isArray(t)||t.length!==
2||typeof t[1]!="string")throw new Error(`invalid marker ${I} in segmented recording index`);if(Ze(t[0],`marker ${I} tim\
e`),t[0]<e||t[0]>A.duration)throw new Error(`marker ${I} time is out of order or range`);e=t[0]}}function ft(A,g,e){let I=e?.
snapshot;if(VI(I,`segment ${g} snapshot`),typeof I.init!="string")throw new Error(`segment ${g} snapshot init must be a \
string`);if(!Array.isArray(e.events)||e.events.length===0)throw new Error(`segment ${g} is missing events`);let t=A.segments[g].
start,B=A.segments[g+1]?.start??A.duration,n=-1,i=A.markers.findIndex(([Q])=>Q>=t);i===-1&&(i=A.markers.length);let C=e.
events.map((Q,l)=>{if(!Array.isArray(Q)||Q.length!==3||typeof Q[1]!="string")throw new Error(`invalid event ${l} in segm\
ent ${g}`);let s=Q[0]*1e3;if(Ze(s,`event ${l} time in segment ${g}`,!0),s<n||s<t||(g+1<A.segments.length?s>=B:s>B))throw new Error(
`event ${l} time is out of range in segment ${g}`);if(n=s,Q[1]==="m"){if(typeof Q[2]!="string")throw new Error(`marker e\
vent ${l} in segment ${g} must have a string label`);return[s,"m",{index:i++,time:s,label:Q[2]}]}return[s,Q[1],Q[2]]});if(g>
0&&C[0][0]!==t)throw new Error(`segment ${g} first event must match its start`);if(g===A.segments.length-1&&C[C.length-1][0]!==
A.duration)throw new Error("final segment event must match recording duration");return{snapshot:{cols:I.cols,rows:I.rows,
init:I.init},events:C}}async function tI(A,g){let e=await fetch(A,g);if(!e.ok)throw new Error(`failed fetching recording\
 from ${A}: ${e.status} ${e.statusText}`);return e}function Ze(A,g,e=!1){if(!Number.isFinite(A)||A<0)throw new Error(`${g}\
 must be a finite non-negative ${e?"millisecond":"second"} value`)}function VI(A,g){if(!Number.isInteger(A?.cols)||A.cols<=
0||!Number.isInteger(A?.rows)||A.rows<=0)throw new Error(`${g} must have positive integer cols and rows`)}function wt(A){
return je({foreground:A?.fg,background:A?.bg,palette:typeof A?.palette=="string"?A.palette.split(":"):void 0})}function dt(A,g){
return new URL(A,new URL(g,globalThis.location?.href??"http://localhost/")).href}function ht(A,{dispatch:g,logger:e},{speed:I,
idleTimeLimit:t,startAt:B,preload:n,loop:i,poster:C,markers:Q,pauseOnMarkers:l,cols:s,rows:G,audioUrl:F}){let V={COLD:"c\
old",LOADING:"loading",READY_INITIAL:"ready.initial",READY_PAUSED:"ready.paused",READY_STARTING:"ready.starting",READY_PLAYING:"\
ready.playing",READY_BUFFERING_WHILE_PAUSED:"ready.buffering.whilePaused",READY_BUFFERING_TO_RESUME:"ready.buffering.toR\
esume",READY_ENDED:"ready.ended",FAILED:"failed",STOPPED:"stopped"},r={INIT_REQUESTED:"initRequested",PLAY_REQUESTED:"pl\
ayRequested",DEFERRED_PLAY_READY:"deferredPlayReady",PAUSE_REQUESTED:"pauseRequested",SEEK_REQUESTED:"seekRequested",STEP_REQUESTED:"\
stepRequested",STOP_REQUESTED:"stopRequested",LOAD_SUCCEEDED:"loadSucceeded",LOAD_FAILED:"loadFailed",PLAYBACK_START_CONFIRMED:"\
playbackStartConfirmed",PLAYBACK_START_REJECTED:"playbackStartRejected",PLAYBACK_ENDED:"playbackEnded",AUDIO_WAITING:"au\
dioWaiting",AUDIO_PLAYING:"audioPlaying",SEGMENT_WAITING:"segmentWaiting",SEGMENT_READY:"segmentReady",MARKER_REACHED:"m\
arkerReached"},h={PLAY:"play",SEEK:"seek"},y=(A.minFrameTime??1/60)*1e3,L=()=>performance.now()*I,u=V.COLD,d=[],N=!1,E={
recording:void 0,segmentIndex:void 0,segment:void 0,segmentCache:new Map,positionGeneration:0,markers:void 0,duration:void 0,
effectiveStartAt:void 0,recordingEventTimeoutId:void 0,audioTimingIntervalId:void 0,nextEventIndex:0,lastEventTime:0,startTime:void 0,
pauseElapsedTime:void 0,playCount:0,waitingTimeout:void 0,loadingTimeout:void 0,audioCtx:void 0,audioElement:void 0,audioSeekable:!1,
loaded:void 0,posterVisible:!1,posterRenderableAfterLoad:C!==void 0,failureError:null,segmentWaiting:!1};function q(o=u){
return o===V.READY_BUFFERING_WHILE_PAUSED||o===V.READY_BUFFERING_TO_RESUME}function S(){return i===!0||typeof i=="number"&&
E.playCount<i}function W(o){return E.loaded===void 0&&(E.loaded=bA(o),E.loaded.catch(()=>{})),E.loaded}function CA(o,w,D={}){
switch(w){case r.INIT_REQUESTED:if(o===V.COLD){if(n||C?.type=="npt")return{nextState:V.LOADING,action:()=>W()};if(C?.type==
"text")return{nextState:o,action:()=>be()}}return{nextState:o};case r.LOAD_SUCCEEDED:return o!==V.LOADING?{nextState:o}:
{nextState:V.READY_INITIAL,action:()=>{g("metadata",{duration:E.duration/1e3,markers:E.markers.map(([k,m])=>[k/1e3,m]),hasAudio:D.
hasAudio}),ke(E.segment),dA(),gA()}};case r.LOAD_FAILED:return o!==V.LOADING?{nextState:o}:{nextState:V.FAILED,action:()=>{
E.failureError=D.error,gA(),g("error",Gg(D.error))}};case r.PLAY_REQUESTED:return o===V.COLD?{nextState:V.LOADING,action:()=>(lA(),
g("play"),W().then(()=>O(r.DEFERRED_PLAY_READY)))}:o===V.READY_INITIAL||o===V.READY_PAUSED||o===V.READY_ENDED?{nextState:V.
READY_STARTING,action:()=>(g("play"),lA(),ne(h.PLAY))}:o===V.READY_BUFFERING_WHILE_PAUSED?{nextState:V.READY_BUFFERING_TO_RESUME,
action:()=>(g("play"),E.segmentWaiting?!0:E.audioElement?E.audioElement.play().catch(k=>{throw O(r.PLAYBACK_START_REJECTED),
k}):!0)}:o===V.READY_BUFFERING_TO_RESUME||o===V.READY_PLAYING?{nextState:o,action:()=>(g("play"),!0)}:{nextState:o};case r.
DEFERRED_PLAY_READY:return o===V.READY_INITIAL?{nextState:V.READY_STARTING,action:()=>(lA(),ne(h.PLAY))}:{nextState:o};case r.
PLAYBACK_START_CONFIRMED:return o!==V.READY_STARTING?{nextState:o}:{nextState:V.READY_PLAYING,action:()=>(a(),D.reason===
h.SEEK?g("seeked"):g("playing"),!0)};case r.PLAYBACK_START_REJECTED:return o===V.READY_STARTING?{nextState:V.READY_PAUSED}:
o===V.READY_BUFFERING_TO_RESUME?{nextState:V.READY_BUFFERING_WHILE_PAUSED}:{nextState:o};case r.PLAYBACK_ENDED:return o!==
V.READY_PLAYING?{nextState:o}:S()?{nextState:V.READY_PLAYING,action:wg}:{nextState:V.READY_ENDED,action:dg};case r.AUDIO_WAITING:
return o===V.READY_PLAYING?{nextState:V.READY_BUFFERING_TO_RESUME,action:()=>{e.debug("pausing session playback"),PA(),Le()}}:
o===V.READY_BUFFERING_WHILE_PAUSED||o===V.READY_BUFFERING_TO_RESUME?{nextState:o,action:Le}:{nextState:o};case r.AUDIO_PLAYING:
return E.segmentWaiting?{nextState:o}:o===V.READY_BUFFERING_TO_RESUME?{nextState:V.READY_PLAYING,action:()=>{e.debug("re\
suming session playback"),GA(),a(),g("playing")}}:o===V.READY_BUFFERING_WHILE_PAUSED?{nextState:V.READY_PAUSED,action:()=>{
GA()}}:{nextState:o};case r.SEGMENT_WAITING:return o===V.READY_PLAYING?{nextState:V.READY_BUFFERING_TO_RESUME,action:()=>{
E.segmentWaiting=!0,cA(D.time),Le(),E.audioElement&&E.audioElement.pause()}}:{nextState:o};case r.SEGMENT_READY:return E.
segmentWaiting=!1,o===V.READY_BUFFERING_TO_RESUME?{nextState:o,action:we}:o===V.READY_BUFFERING_WHILE_PAUSED?{nextState:V.
READY_PAUSED,action:GA}:{nextState:o};case r.PAUSE_REQUESTED:return o===V.READY_PLAYING?{nextState:V.READY_PAUSED,action:Fe}:
o===V.READY_BUFFERING_TO_RESUME?{nextState:V.READY_BUFFERING_WHILE_PAUSED,action:()=>(E.audioElement&&E.audioElement.pause(),
!0)}:{nextState:o,action:()=>!0};case r.SEEK_REQUESTED:{if(o===V.COLD)return{nextState:V.LOADING,action:()=>W(typeof D.where==
"number"?D.where*1e3:void 0).then(()=>f(D.where))};if(q(o)&&!E.segmentWaiting)return{nextState:o,action:()=>!1};if(o!==V.
READY_INITIAL&&o!==V.READY_PAUSED&&o!==V.READY_ENDED&&o!==V.READY_PLAYING&&o!==V.READY_BUFFERING_WHILE_PAUSED&&o!==V.READY_BUFFERING_TO_RESUME)
return{nextState:o};let k=D.seekOperation;return k.noOp?{nextState:o,action:()=>!1}:{nextState:k.reachedEnd?V.READY_ENDED:
o===V.READY_PLAYING||o===V.READY_BUFFERING_TO_RESUME?V.READY_STARTING:V.READY_PAUSED,action:()=>(lA(),ug(k,o))}}case r.STEP_REQUESTED:
return o===V.COLD?{nextState:V.LOADING,action:()=>W().then(()=>X(r.STEP_REQUESTED,D))}:o===V.READY_PLAYING||q(o)?{nextState:o}:
o!==V.READY_INITIAL&&o!==V.READY_PAUSED&&o!==V.READY_ENDED?{nextState:o}:{nextState:o,action:()=>Dg(D.n)};case r.MARKER_REACHED:
return o!==V.READY_PLAYING?{nextState:o}:l?{nextState:V.READY_PAUSED,action:()=>(ye(D.data),Fe(D.time))}:{nextState:o,action:()=>ye(
D.data)};case r.STOP_REQUESTED:return{nextState:V.STOPPED,action:Te};default:return{nextState:o}}}function _(o,w={}){d.push(
{event:o,payload:w})}function T(o,w={}){let D=u,{nextState:k,action:m}=CA(D,o,w);return k!==u&&(u=k),m?.()}function Y(o){
E.failureError||u===V.STOPPED||(cA(P()),d.length=0,E.segmentWaiting=!1,He(),E.audioElement&&E.audioElement.pause(),E.failureError=
o,u=V.FAILED,g("error",Gg(o)))}function U(){if(E.failureError)throw E.failureError;if(u===V.STOPPED)throw new Error("dri\
ver has been stopped")}function X(o,w={}){return U(),O(o,w)}function O(o,w={}){if(!(E.failureError||u===V.STOPPED)){if(N)
throw new Error("re-entrant sendDriverEvent() is not allowed during queue processing");N=!0;try{let D=T(o,w);for(;d.length>
0;){let k=d.shift();T(k.event,k.payload)}return D}catch(D){throw Y(D),D}finally{N=!1,d.length=0}}}function wA(o,w={}){return N?
(_(o,w),!0):O(o,w)}function LA(){return X(r.INIT_REQUESTED)}async function bA(o){let w=E.positionGeneration;E.loadingTimeout=
setTimeout(()=>{g("loading")},3e3);try{let D=yt(A,{idleTimeLimit:t,startAt:B,markers:Q,inputOffset:A.inputOffset}),k=aA(
F).catch(eA=>(e.warn(`audio load failed: ${eA.message}`),!1)),m=await D;if(w!==E.positionGeneration)return!1;E.recording=
m,E.duration=m.duration,E.effectiveStartAt=m.effectiveStartAt,E.markers=m.markers;let c=o??(C?.type==="npt"?C.value*1e3:
E.effectiveStartAt),M=BI(m,c??0),H=await YA(M,!0);if(w!==E.positionGeneration)return!1;JA(M,H);let BA=await k;if(w!==E.positionGeneration)
return!1;O(r.LOAD_SUCCEEDED,{hasAudio:BA})}catch(D){throw wA(r.LOAD_FAILED,{error:D}),D}finally{te()}}async function aA(o){
return o?(E.audioElement=await kt(o),E.audioSeekable=!Number.isNaN(E.audioElement.duration)&&E.audioElement.duration!==1/0&&
E.audioElement.seekable.length>0&&E.audioElement.seekable.end(E.audioElement.seekable.length-1)===E.audioElement.duration,
E.audioSeekable?(E.audioElement.addEventListener("playing",tA),E.audioElement.addEventListener("waiting",oA)):e.warn(`au\
dio is not seekable - you must enable range request support on the server providing ${E.audioElement.src} for audio seek\
ing to work`),!0):!1}function dA(){E.posterRenderableAfterLoad&&(C.type=="npt"?ie(C.value*1e3,!1,!1):C.type=="text"&&iA(
C.value),E.posterVisible=!0)}function lA(){E.posterVisible&&iA("\x1Bc"),E.posterVisible=!1,E.posterRenderableAfterLoad=!1}
function JA(o,w){E.segmentIndex=o,E.segment=w,E.nextEventIndex=0,E.lastEventTime=E.recording.segments[o].start}function YA(o,w=!1){
let D=E.segmentCache.get(o);return D===void 0&&(D={},D.promise=E.recording.loadSegment(o).then(k=>(E.segmentCache.get(o)===
D&&(D.data=k),k),k=>{throw E.segmentCache.get(o)===D&&E.segmentCache.delete(o),w||e.warn(`segment prefetch failed: ${k.message}`),
k}),E.segmentCache.set(o,D),w||D.promise.catch(()=>{})),D.promise}async function KA(o,w,D){E.segmentCache.get(o)?.data===
void 0&&D?.();try{return await YA(o,!0)}catch(k){throw w===E.positionGeneration&&u!==V.STOPPED&&Y(k),k}}function HA(o){let w=new Set(
o.filter(D=>D>=0));for(let D of E.segmentCache.keys())w.has(D)||E.segmentCache.delete(D)}function TA(){let o=E.recording.
segments.length-1,w=E.segmentIndex<o?E.segmentIndex+1:S()?0:void 0;HA([E.segmentIndex-1,E.segmentIndex,w]),w!==void 0&&YA(
w)}async function vA(){let o=E.segmentIndex+1,w=E.recording.segments[o].start,D=++E.positionGeneration;try{let k=await KA(
o,D,()=>{O(r.SEGMENT_WAITING,{time:w})});if(D!==E.positionGeneration||u===V.STOPPED)return;JA(o,k),TA(),u===V.READY_BUFFERING_TO_RESUME||
u===V.READY_BUFFERING_WHILE_PAUSED?await O(r.SEGMENT_READY):u===V.READY_PLAYING&&OA()}catch{}}function cA(o){ZA(),clearInterval(
E.audioTimingIntervalId),E.pauseElapsedTime=o,gA()}function we(){if(GA(),E.audioElement)return E.audioElement.play().then(
()=>O(r.AUDIO_PLAYING),o=>(O(r.PLAYBACK_START_REJECTED),e.warn(`audio resume failed: ${o.message}`),!1));_(r.AUDIO_PLAYING)}
function OA(){let o=E.segment.events[E.nextEventIndex];if(o)E.recordingEventTimeoutId=zA(xA,o[0]);else if(E.segmentIndex<
E.recording.segments.length-1){let w=E.recording.segments[E.segmentIndex+1].start;E.recordingEventTimeoutId=zA(vA,w)}else
wA(r.PLAYBACK_ENDED)}function zA(o,w){let D=(w-(L()-E.startTime))/I;return D<0&&(D=0),setTimeout(o,D)}function xA(){for(;E.
segment.events[E.nextEventIndex]!==void 0;){if(WA())return;let o=E.segment.events[E.nextEventIndex];if(o===void 0||L()-E.
startTime<=o[0])break}OA()}function WA(){let o=E.segment.events[E.nextEventIndex];return o[1]==="o"?(Ae(),!1):(E.lastEventTime=
o[0],E.nextEventIndex++,_A(o))}function Ae(){let o=E.segment.events[E.nextEventIndex],w=o[0]+y,D=[],k=o;for(;k!==void 0&&
k[1]==="o"&&k[0]<w;)D.push(k[2]),E.lastEventTime=k[0],E.nextEventIndex++,k=E.segment.events[E.nextEventIndex];iA(D)}function ZA(){
clearTimeout(E.recordingEventTimeoutId),E.recordingEventTimeoutId=null}async function ee(){clearTimeout(E.waitingTimeout),
E.audioElement&&(E.audioElement.removeEventListener("playing",tA),E.audioElement.removeEventListener("waiting",oA),E.audioElement.
pause(),E.audioElement.src="",E.audioElement.load(),E.audioElement=void 0),E.audioCtx&&(await E.audioCtx.close(),E.audioCtx=
void 0)}function _A(o){let[w,D,k]=o;if(D==="o")iA(k);else if(D==="i")g("input",{data:k});else if(D==="r"){let[m,c]=k.split(
"x").map(M=>Number.parseInt(M,10));g("resize",Ke(m,c))}else if(D==="m")return O(r.MARKER_REACHED,{data:k,time:w})===!0;return!1}
function de(){return X(r.PLAY_REQUESTED)}function he(){return X(r.PAUSE_REQUESTED)}function PA(o=L()-E.startTime){cA(o)}
function ge(){E.audioElement&&!E.audioCtx&&rA()}function a(){E.startTime=L()-(E.pauseElapsedTime??0),E.pauseElapsedTime=
null,gA(),E.audioCtx&&(clearInterval(E.audioTimingIntervalId),E.audioTimingIntervalId=setInterval(gA,1e3)),OA()}function f(o){
return U(),Je(o),u===V.COLD?O(r.SEEK_REQUESTED,{where:o}):O(r.SEEK_REQUESTED,{seekOperation:cg(u,o)})}function p(o){if(E.
markers.length==0)return;let w=0,D=E.markers[w],k;for(;D&&D[0]<o;)k=D[0],D=E.markers[++w];return k}function R(o){if(E.markers.
length==0)return;let w=E.markers.length-1,D=E.markers[w],k;for(;D&&D[0]>o;)k=D[0],D=E.markers[--w];return k}function K(o){
return X(r.STEP_REQUESTED,{n:o})}function b(){return E.duration===void 0?void 0:E.duration/1e3}function P(){return E.pauseElapsedTime===
null?L()-E.startTime:E.pauseElapsedTime??0}function v(){let o=E.pauseElapsedTime===null?E.audioCtx?1:I:0;return oe(P()/1e3,
o)}function gA(){g("timing",v())}function rA(){E.audioCtx=new AudioContext({latencyHint:"interactive"}),E.audioCtx.createMediaElementSource(
E.audioElement).connect(E.audioCtx.destination),L=uA}function uA(){if(!E.audioCtx)throw new Error("audio context not sta\
rted - can't tell time!");let{contextTime:o,performanceTime:w}=E.audioCtx.getOutputTimestamp();return w===0?o*1e3:o*1e3+
(performance.now()-w)}function oA(){e.debug("audio buffering"),O(r.AUDIO_WAITING)}function tA(){e.debug("audio resumed"),
O(r.AUDIO_PLAYING)}function jA(){if(E.audioElement)return E.audioElement.muted=!0,g("muted",!0),!0}function sA(){if(E.audioElement)
return E.audioElement.muted=!1,g("muted",!1),!0}function hA(){return X(r.STOP_REQUESTED)}function iA(o){g("output",o)}function ye(o){
g("marker",{...o,time:o.time/1e3})}function be(){dA(),E.posterRenderableAfterLoad=!1}function Je(o){if(typeof o=="number"){
if(Number.isFinite(o))return}else if(typeof o=="string"){if(Ye(o)||XA(o)!==void 0)return}else if(typeof o=="object"&&o!==
null&&(o.marker==="prev"||o.marker==="next"||Number.isInteger(o.marker)&&o.marker>=0))return;throw new Error(`invalid se\
ek target: ${JSON.stringify(o)}`)}function Ye(o){return o==="<<"||o===">>"||o==="<<<"||o===">>>"}function XA(o){if(!o.endsWith(
"%"))return;let w=Number(o.slice(0,-1));if(Number.isFinite(w))return w}function cg(o,w){let D=P(),k=o===V.READY_PLAYING,
m=w;if(typeof m=="number")m=m*1e3;else if(typeof m=="string")m==="<<"?m=D-5e3:m===">>"?m=D+5e3:m==="<<<"?m=D-.1*E.duration:
m===">>>"?m=D+.1*E.duration:m[m.length-1]==="%"&&(m=XA(m)/100*E.duration);else if(typeof m=="object"){if(m.marker==="pre\
v")m=p(D)??0,k&&D-m<1e3&&(m=p(m)??0);else if(m.marker==="next")m=R(D)??E.duration;else if(typeof m.marker=="number"){let M=E.
markers[m.marker];if(M===void 0)throw new Error(`invalid marker index: ${m.marker}`);m=M[0]}}let c=Math.min(Math.max(m,0),
E.duration);return{targetTime:c,reachedEnd:c>=E.duration,noOp:c===E.pauseElapsedTime}}function Ke(o,w){return{cols:s??o,
rows:G??w}}function ke(o,w=!1){w&&iA("\x1Bc"),g("reset",{size:Ke(o.snapshot.cols,o.snapshot.rows),init:o.snapshot.init,theme:E.
recording.theme??null})}function ie(o,w=!0,D=!0){let k=E.segment.events[E.nextEventIndex],m=[];for(;k&&(D?k[0]<=o:k[0]<o);)
k[1]==="o"?m.push(k[2]):k[1]==="r"&&(m.length>0&&(iA(m),m=[]),_A(k)),E.lastEventTime=k[0],k=E.segment.events[++E.nextEventIndex];
m.length>0&&iA(m),E.pauseElapsedTime=o,w&&(E.effectiveStartAt=null),E.audioElement&&E.audioSeekable&&(E.audioElement.currentTime=
o/1e3/I),gA()}async function Ie(o,w,D=!1){let k=BI(E.recording,o);if(w!==E.positionGeneration)return!1;if(!D&&k===E.segmentIndex&&
o>=E.lastEventTime)return ie(o),!0;HA([k-1,k,k+1]);let m=await KA(k,w);return w!==E.positionGeneration?!1:(JA(k,m),ke(m,
!0),ie(o),!0)}async function ne(o){let w=E.positionGeneration;if(E.segmentIndex===E.recording.segments.length-1&&E.segment.
events[E.nextEventIndex]===void 0){if(!await Ie(0,w,!0))return!1}else if(E.effectiveStartAt!==null&&!await Ie(E.effectiveStartAt,
w))return!1;if(w!==E.positionGeneration)return!1;if(TA(),ge(),E.audioElement)try{return await E.audioElement.play(),O(r.
PLAYBACK_START_CONFIRMED,{reason:o})}catch(D){throw O(r.PLAYBACK_START_REJECTED),D}return wA(r.PLAYBACK_START_CONFIRMED,
{reason:o})}function Fe(o){return E.audioElement&&E.audioElement.pause(),PA(o),g("pause"),!0}async function ug(o,w){let D=w===
V.READY_PLAYING||w===V.READY_BUFFERING_TO_RESUME,k=++E.positionGeneration;return w===V.READY_PLAYING&&PA(),E.segmentWaiting=
!1,GA(),E.audioElement&&E.audioElement.pause(),!await Ie(o.targetTime,k)||k!==E.positionGeneration?!1:o.reachedEnd?(g("s\
eeked"),g("ended"),!0):D?await ne(h.SEEK):(g("seeked"),!0)}async function Dg(o=1){let w=++E.positionGeneration,D=await fg(
o,w);D===void 0||w!==E.positionGeneration||(lA(),await Ie(D.time,w,o<0)&&(E.audioElement&&E.audioSeekable&&(E.audioElement.
currentTime=D.time/1e3/I),D.reachedEnd?(u=V.READY_ENDED,g("ended")):u=V.READY_PAUSED))}async function fg(o,w){let D=Math.
abs(o),k=E.segmentIndex,m=o>0?E.nextEventIndex:E.nextEventIndex-2,c;for(;k>=0&&k<E.recording.segments.length;){if(w!==E.
positionGeneration)return;HA([k-1,k,k+1]);let M=await KA(k,w);if(w!==E.positionGeneration)return;if(o>0){for(let H=Math.
max(m,0);H<M.events.length;H++)if(M.events[H][1]==="o"&&--D===0){c={time:M.events[H][0]};break}if(c)break;k++,m=0}else{for(let H=Math.
min(m,M.events.length-1);H>=0;H--)if(M.events[H][1]==="o"&&--D===0){c={time:M.events[H][0]};break}if(c)break;k--,m=Number.
MAX_SAFE_INTEGER}}return c&&(c.reachedEnd=c.time>=E.duration),c}function Le(){clearTimeout(E.waitingTimeout),E.waitingTimeout=
setTimeout(()=>{g("loading")},1e3)}function GA(){clearTimeout(E.waitingTimeout),E.waitingTimeout=null}function te(){clearTimeout(
E.loadingTimeout),E.loadingTimeout=null}function He(){te(),GA(),ZA()}async function wg(){cA(E.duration),E.playCount++;let o=++E.
positionGeneration;try{let w=await KA(0,o,()=>{_(r.SEGMENT_WAITING,{time:E.duration})});if(o!==E.positionGeneration)return;
JA(0,w),ke(w,!0),cA(0),TA(),E.audioElement&&E.audioSeekable&&(E.audioElement.currentTime=0),u===V.READY_BUFFERING_TO_RESUME||
u===V.READY_BUFFERING_WHILE_PAUSED?await O(r.SEGMENT_READY):a()}catch{}}function dg(){cA(E.duration),E.playCount++,E.audioElement&&
E.audioElement.pause(),HA([E.segmentIndex-1,E.segmentIndex]),g("ended")}function Te(){return cA(P()),E.positionGeneration++,
E.segmentCache.clear(),He(),ee()}return{init:LA,stop:hA,getDuration:b,getTiming:v,play:de,pause:he,seek:f,step:K,mute:jA,
unmute:sA}}function yt(A,g){return A.format==="segmented"?lt(A,g):Et(A,g)}function BI(A,g){let e=0,I=A.segments.length;for(;e+
1<I;){let t=Math.floor((e+I)/2);A.segments[t].start<=g?e=t:I=t}return e}async function kt(A){let g=new Audio;g.preload="\
metadata",g.loop=!1,g.crossOrigin="anonymous";let e,I,t=new Promise((Q,l)=>{e=Q,I=l});function B(){g.removeEventListener(
"canplay",n),g.removeEventListener("error",i),g.removeEventListener("abort",C)}function n(){B(),e()}function i(){B(),I(new Error(
`failed loading audio from ${A}`))}function C(){B(),I(new Error(`audio loading aborted for ${A}`))}return g.addEventListener(
"canplay",n),g.addEventListener("error",i),g.addEventListener("abort",C),g.src=A,g.load(),await t,g}function Ft({hourColor:A=3,
minuteColor:g=4,separatorColor:e=9},{dispatch:I},{cols:t=5,rows:B=1}){let n=Math.floor(B/2),i=Math.floor(t/2)-2,C=`\x1B[?25\
l\x1B[1m\x1B[${n}B`,Q,l=()=>{let F=new Date,V=F.getHours(),r=F.getMinutes(),h=[];h.push("\r");for(let y=0;y<i;y++)h.push(
" ");return h.push(`\x1B[3${A}m`),V<10&&h.push("0"),h.push(`${V}`),h.push(`\x1B[3${e};5m:\x1B[25m`),h.push(`\x1B[3${g}m`),
r<10&&h.push("0"),h.push(`${r}`),h},s=()=>{l().forEach(F=>{I("output",F)}),I("timing",G())},G=()=>{let F=new Date;return oe(
F.getHours()*60+F.getMinutes(),0)};return{init:()=>{I("reset",{size:{cols:t,rows:B}}),I("output",C),s()},play:()=>(Q!==void 0||
(I("play"),I("playing"),I("output",C),s(),Q=setInterval(s,1e3)),!0),stop:()=>{clearInterval(Q),Q=void 0},getTiming:G}}var re=class{constructor(g){
this.onChange=g,this.timing=oe(null,0)}getTiming(){return oe(Me(this.timing),this.timing.rate)}setTime(g,e=this.timing.rate){
this.timing=oe(g,e),this.onChange(this.timing)}stop(){this.setTime(Me(this.timing),0)}};function Lt(A,{dispatch:g},{speed:e}){
let B=new re(Q=>g("timing",Q)),n,i=()=>{let Q=Math.pow(5,Math.random()*4);n=setTimeout(C,Q/e)},C=()=>{i();let Q=String.fromCharCode(
32+Math.floor(Math.random()*94));g("output",Q)};return{play(){if(n!==void 0)return!0;g("play"),B.setTime(0,e),g("playing"),
i()},stop(){clearTimeout(n),n=void 0,B.stop()},getTiming:()=>B.getTiming()}}var Sg=80,Ug=24;async function rI(A){if(A instanceof
Response){let g=await A.text(),e=Gt(g);if(e!==void 0){let{header:I,events:t}=e;if(I.version===2)return CI(I,t);if(I.version===
3)return EI(I,t);throw new Error(`asciicast v${I.version} format not supported`)}else{let I=JSON.parse(g);if(I.version===
1)return QI(I)}}else{if(typeof A=="object"&&A.version===1)return QI(A);if(Array.isArray(A)){let g=A[0];if(g.version===2){
let e=A.slice(1,A.length);return CI(g,e)}else if(g.version===3){let e=A.slice(1,A.length);return EI(g,e)}else throw new Error(
`asciicast v${g.version} format not supported`)}}throw new Error("invalid data")}function Gt(A){let g=A.split(`
`),e;try{e=JSON.parse(g[0])}catch{return}let I=new DA(g).drop(1).filter(t=>t[0]==="[").map(JSON.parse);return{header:e,events:I}}
function QI(A){let g=0,e=new DA(A.stdout).map(I=>(g+=I[0]*1e3,[g,"o",I[1]]));return{cols:A.width===0?Sg:A.width,rows:A.height===
0?Ug:A.height,events:e}}function CI(A,g){return g instanceof DA||(g=new DA(g)),g=g.map(e=>[e[0]*1e3,e[1],e[2]]),{cols:A.
width===0?Sg:A.width,rows:A.height===0?Ug:A.height,theme:sI(A.theme),events:g,idleTimeLimit:A.idle_time_limit}}function EI(A,g){
g instanceof DA||(g=new DA(g));let e=0;return g=g.map(I=>(e+=I[0]*1e3,[e,I[1],I[2]])),{cols:A.term.cols===0?Sg:A.term.cols,
rows:A.term.rows===0?Ug:A.term.rows,theme:sI(A.term?.theme),events:g,idleTimeLimit:A.idle_time_limit}}function sI(A){let g=typeof A?.
palette=="string"?A.palette.split(":"):void 0;return je({foreground:A?.fg,background:A?.bg,palette:g})}function Rt({url:A,
iterations:g=10},{dispatch:e}){let I=new re(i=>e("timing",i)),t,B=0,n;return{async init(){let i=await rI(await fetch(A)),
{cols:C,rows:Q,events:l}=i;t=Array.from(l).filter(([s,G,F])=>G==="o").map(([s,G,F])=>[s,F]);for(let[s,G]of t)B+=new Blob(
[G]).size;e("reset",{size:{cols:C,rows:Q}})},play(){clearTimeout(n),I.setTime(0,1);let i=performance.now();for(let G=0;G<
g;G++){for(let[F,V]of t)e("output",V);e("output","\x1Bc")}let C=performance.now();I.stop();let Q=(C-i)/1e3,l=B*g/Q,s=B/(1024*
1024)*g/Q;return console.info("benchmark: result",{byteCount:B,iterations:g,duration:Q,throughput:l,throughputMbs:s}),n=
setTimeout(()=>{e("ended")},0),!0},stop(){clearTimeout(n),I.stop()},getTiming:()=>I.getTiming()}}function aI(A,g,e,I,t,B){
let n=Nt(g);if(A===0)return B.debug("using no buffer"),Mt(n);{A=A??{};let i;return typeof A=="number"?(B.debug(`using fi\
xed time buffer (${A} ms)`),i=C=>A):typeof A=="function"?(B.debug("using custom dynamic buffer"),i=A({logger:B})):(B.debug(
"using adaptive buffer",A),i=pt({logger:B},A)),mt(i,n,e,B,I??0,t)}}function Mt(A){return{pushEvent(g){A(g[1],g[2])},pushText(g){
A("o",g)},stop(){}}}function Nt(A){return function(g,e){g==="o"?A("output",e):g==="i"?A("input",{data:e}):g==="r"?A("res\
ize",e):g==="m"&&A("marker",e)}}function mt(A,g,e,I,t,B=1/60){let n=B*1e3,i=performance.now()-t,C=A(0),Q=[],l,s=-n,G=!1;
function F(){return performance.now()-i}function V(u){Q.push(u),l!==void 0&&(l(r()),l=void 0)}function r(){if(Q.length>0){
let u=Q;return Q=[],u}else return new Promise(u=>{l=u})}async function h(){for(;!G;){let u=await r();if(G)return;let d=0;
for(;d<u.length;)d=await y(u,d)}}queueMicrotask(h);async function y(u,d){let N=u[d],E=N[3];if(E-s>=n){let q=E-F();if(q>0&&
(await qt(q),G))return u.length;e(N[0]),s=E}return N[1]==="o"?L(u,d):(g(N[1],N[2]),d+1)}function L(u,d){let N=u[d],E=N[0]+
n,q=[],S=N;for(;S!==void 0&&S[1]==="o"&&S[0]<E;)q.push(S[2]),S=u[++d];return g("o",q),d}return{pushEvent(u){let d=F()-u[0];
d<0&&(I.debug(`correcting epoch by ${d} ms`),i+=d,d=0),C=A(d),V([u[0],u[1],u[2],u[0]+C])},pushText(u){let d=F();V([d,"o",
u,d+C])},stop(){G=!0,l!==void 0&&(l([]),l=void 0)}}}function qt(A){return new Promise(g=>{setTimeout(g,A)})}function pt({
logger:A}={},{minBufferTime:g=50,bufferLevelStep:e=100,maxBufferLevel:I=50,transitionDuration:t=500,peakHalfLifeUp:B=100,
peakHalfLifeDown:n=1e4,floorHalfLifeUp:i=5e3,floorHalfLifeDown:C=100,idealHalfLifeUp:Q=1e3,idealHalfLifeDown:l=5e3,safetyMultiplier:s=1.2,
minImprovementDuration:G=3e3}={}){function F(q){return q===0?g:e*q}let V=1,r=F(V),h=performance.now(),y=null,L=null,u=null,
d=null,N=null,E=null;return function(q){let S=performance.now(),W=Math.max(0,S-h);if(h=S,y===null)y=q;else if(q>y){let Y=1-
Math.pow(2,-W/B);y+=Y*(q-y)}else{let Y=1-Math.pow(2,-W/n);y+=Y*(q-y)}if(y=Math.max(y,0),L===null)L=q;else if(q>L){let Y=1-
Math.pow(2,-W/i);L+=Y*(q-L)}else{let Y=1-Math.pow(2,-W/C);L+=Y*(q-L)}L=Math.max(L,0);let CA=y-L,_=s*(y+CA);if(u===null)u=
_;else if(_>u){let Y=1-Math.pow(2,-W/Q);u+=+Y*(_-u)}else{let Y=1-Math.pow(2,-W/l);u+=+Y*(_-u)}let T;return u<=g?T=0:T=St(
Math.ceil(u/e),1,I),q>r&&A.debug("buffer underrun",{latency:q,bufferTime:r}),T>V?(q>r?V=Math.min(T,V+3):V+=1,N=F(V),E=(N-
r)/t,d=null,A.debug("raising buffer",{latency:q,bufferTime:r,targetBufferTime:N})):T<V?(d==null&&(d=S),S-d>=G&&(V-=1,N=F(
V),E=(N-r)/t,d=S,A.debug("lowering buffer",{latency:q,bufferTime:r,targetBufferTime:N}))):d=null,N!==null&&(r+=E*W,(E>=0&&
r>N||E<0&&r<N)&&(r=N,N=null)),r}}function St(A,g,e){return Math.min(e,Math.max(g,A))}var Ve=1e3,Ut=1e6;function bt(A){let g=new TextDecoder,
e=new TextDecoder,I=n,t,B=0;function n(r){if(new TextDecoder().decode(r)==="ALiS")I=i;else throw new Error("not an ALiS\
 v1 live stream")}function i(r){let h=new _e(new DataView(r)),y=h.getUint8();if(y!==1)throw new Error(`expected reset (0\
x01) frame, got ${y}`);return C(h,r)}function C(r,h){r.decodeVarUint();let y=r.decodeVarUint();t=y,y=y/Ve,B=0;let L=r.decodeVarUint(),
u=r.decodeVarUint(),d=r.getUint8(),N;if(d===8)N=iI(new Uint8Array(h,r.offset,30)),r.forward(30);else if(d===16)N=iI(new Uint8Array(
h,r.offset,54)),r.forward(54);else if(d!==0)throw new Error(`alis: invalid theme format (${d})`);let E=r.decodeVarUint(),
q;return E>0&&(q=g.decode(new Uint8Array(h,r.offset,E))),I=Q,{time:y,term:{size:{cols:L,rows:u},theme:N,init:q}}}function Q(r){
let h=new _e(new DataView(r)),y=h.getUint8();if(y===1)return C(h,r);if(y===111)return l(h,r);if(y===105)return s(h,r);if(y===
114)return G(h);if(y===109)return F(h,r);if(y===120)return V(h);if(y===4)return I=i,!1;A.debug(`alis: unknown frame type\
: ${y}`)}function l(r,h){r.decodeVarUint();let y=r.decodeVarUint();t+=y;let L=r.decodeVarUint(),u=g.decode(new Uint8Array(
h,r.offset,L));return[t/Ve,"o",u]}function s(r,h){r.decodeVarUint();let y=r.decodeVarUint();t+=y;let L=r.decodeVarUint(),
u=e.decode(new Uint8Array(h,r.offset,L));return[t/Ve,"i",u]}function G(r){r.decodeVarUint();let h=r.decodeVarUint();t+=h;
let y=r.decodeVarUint(),L=r.decodeVarUint();return[t/Ve,"r",{cols:y,rows:L}]}function F(r,h){r.decodeVarUint();let y=r.decodeVarUint();
t+=y;let L=r.decodeVarUint(),u=new TextDecoder,d=B++,N=t/Ve,E=t/Ut,q=u.decode(new Uint8Array(h,r.offset,L));return[N,"m",
{index:d,time:E,label:q}]}function V(r){r.decodeVarUint();let h=r.decodeVarUint();t+=h;let y=r.decodeVarUint();return[t/
Ve,"x",{status:y}]}return function(r){return I(r)}}function iI(A){let g=A.length/3,e=Mg(A[0],A[1],A[2]),I=Mg(A[3],A[4],A[5]),
t=[];for(let B=2;B<g;B++)t.push(Mg(A[B*3],A[B*3+1],A[B*3+2]));return je({foreground:e,background:I,palette:t})}function Mg(A,g,e){
return`#${Ng(A)}${Ng(g)}${Ng(e)}`}function Ng(A){return A.toString(16).padStart(2,"0")}var _e=class{constructor(g,e=0){this.
inner=g,this.offset=e}forward(g){this.offset+=g}getUint8(){let g=this.inner.getUint8(this.offset);return this.offset+=1,
g}decodeVarUint(){let g=BigInt(0),e=BigInt(0),I=this.getUint8();for(;I>127;)I&=127,g+=BigInt(I)<<e,e+=BigInt(7),I=this.getUint8();
return g=g+(BigInt(I)<<e),Number(g)}};function Jt(){let A=g;function g(I){let t=JSON.parse(I);if(t.version!==2)throw new Error(
"not an asciicast v2 stream");return A=e,{time:0,term:{size:{cols:t.width,rows:t.height}}}}function e(I){let t=JSON.parse(
I),B=t[0]*1e3;if(t[1]==="r"){let[n,i]=t[2].split("x");return[B,"r",{cols:parseInt(n,10),rows:parseInt(i,10)}]}else return[
B,t[1],t[2]]}return function(I){return A(I)}}function Yt(){let A=e,g=0;function e(t){let B=JSON.parse(t);if(B.version!==
3)throw new Error("not an asciicast v3 stream");A=I;let n={size:{cols:B.term.cols,rows:B.term.rows}};if(B.term.theme){let i=typeof B.
term.theme.palette=="string"?B.term.theme.palette.split(":"):void 0,C=je({foreground:B.term.theme.fg,background:B.term.theme.
bg,palette:i});C&&(n.theme=C)}return{time:0,term:n}}function I(t){let B=JSON.parse(t),[n,i,C]=B;if(g+=n*1e3,i==="r"){let[
Q,l]=C.split("x");return[g,"r",{cols:parseInt(Q,10),rows:parseInt(l,10)}]}else return[g,i,C]}return function(t){return A(
t)}}function Kt(){let A=new TextDecoder,g=e;function e(t){let B=A.decode(t,{stream:!0}),[n,i]=Ht(B)??Tt(B)??[80,24];return g=
I,{time:0,term:{size:{cols:n,rows:i},init:B}}}function I(t){return A.decode(t,{stream:!0})}return function(t){return g(t)}}
function Ht(A){let g=A.match(/\x1b\[8;(\d+);(\d+)t/);if(g!==null)return[parseInt(g[2],10),parseInt(g[1],10)]}function Tt(A){
let g=A.match(/\[.*COLUMNS="(\d{1,3})" LINES="(\d{1,3})".*\]/);if(g!==null)return[parseInt(g[1],10),parseInt(g[2],10)]}var vt=500,
Ot=1e4;function xt(A){let g=Math.min(vt*Math.pow(2,A),Ot);return Math.random()*g}function Wt({url:A,bufferTime:g,reconnectDelay:e=xt,
minFrameTime:I},{dispatch:t,logger:B},{audioUrl:n}){B=new Re(B,"websocket: ");let i=new re(T=>t("timing",T)),C,Q,l=0,s,G,
F=!1,V=!1,r=!1,h=!1,y,L;function u(){if(F)return;C=new WebSocket(A,["v1.alis","v2.asciicast","v3.asciicast","raw"]),C.binaryType=
"arraybuffer";let T;C.onopen=()=>{T=C.protocol||"raw",B.info("opened"),B.info(`activating ${T} protocol handler`),T==="v\
1.alis"?C.onmessage=d(bt(B)):T==="v2.asciicast"?C.onmessage=d(Jt()):T==="v3.asciicast"?C.onmessage=d(Yt()):T==="raw"&&(C.
onmessage=d(Kt())),s=setTimeout(()=>{l=0},1e3)},C.onclose=Y=>{if(clearTimeout(y),clearTimeout(s),F)return;q();let U=!1,X="\
Stream ended";if(T==="v1.alis"?(h||Y.code>=4e3&&Y.code<=4100)&&(U=!0,X=Y.reason||X):(r||Y.code===1e3||Y.code===1005)&&(U=
!0),U)B.info("closed"),t("ended",{message:X});else if(Y.code===1002)B.debug(`close reason: ${Y.reason}`),t("ended",{message:"\
Err: Player not compatible with the server"});else{let O=e(l++);B.info(`unexpected close, reconnecting in ${O}...`),t("l\
oading"),G=setTimeout(u,O)}},V=!1}function d(T){return y=setTimeout(E,5e3),function(Y){try{let U=T(Y.data);if(Q){if(Array.
isArray(U))Q.pushEvent(U),U[1]==="x"&&(r=!0);else if(typeof U=="string")Q.pushText(U);else if(typeof U=="object"&&!Array.
isArray(U))N(U);else if(U===!1)E(),h=!0;else if(U!==void 0)throw new Error(`unexpected value from protocol handler: ${U}`)}else if(typeof U==
"object"&&!Array.isArray(U))N(U),clearTimeout(y);else if(U===void 0)clearTimeout(y),y=setTimeout(E,1e3);else throw clearTimeout(
y),new Error(`unexpected value from protocol handler: ${U}`)}catch(U){throw C.close(),U}}}function N({time:T,term:Y}){let{
size:U,init:X,theme:O}=Y,{cols:wA,rows:LA}=U;B.info(`stream reset (${wA}x${LA} @${T})`),q(),Q=aI(g,t,bA=>i.setTime(bA/1e3,
1),T,I,B),t("reset",{size:{cols:wA,rows:LA},init:X,theme:O??null}),V=!0,r=!1,h=!1,i.setTime((T??0)/1e3,1),t("playing")}function E(){
q(),V?(B.info("stream ended"),t("offline",{message:"Stream ended"})):(B.info("stream offline"),t("offline",{message:"Str\
eam offline"}))}function q(){Q&&Q.stop(),Q=null,i.stop()}function S(){n&&(L=new Audio,L.preload="auto",L.crossOrigin="an\
onymous",L.src=n,L.play())}function W(){L&&L.pause()}function CA(){if(L)return L.muted=!0,!0}function _(){if(L)return L.
muted=!1,!0}return{init:()=>{t("metadata",{hasAudio:!!n})},play:()=>(C||(t("play"),u(),S()),!0),stop:()=>{F=!0,clearTimeout(
y),clearTimeout(s),clearTimeout(G),q(),C!==void 0&&C.close(),W()},mute:CA,unmute:_,getTiming:()=>i.getTiming()}}function Zt({
url:A,bufferTime:g,minFrameTime:e},{dispatch:I,logger:t}){t=new Re(t,"eventsource: ");let B=new re(l=>I("timing",l)),n,i;
function C(l){Q(),B.stop(),i=aI(g,I,s=>B.setTime(s/1e3),l,e,t)}function Q(){i!==void 0&&i.stop(),i=void 0}return{play:()=>(n||
(I("play"),n=new EventSource(A),n.addEventListener("open",()=>{t.info("opened"),C()}),n.addEventListener("error",l=>{t.info(
"errored"),t.debug({e:l}),B.stop(),I("loading")}),n.addEventListener("message",l=>{let s=JSON.parse(l.data);if(Array.isArray(
s))i.pushEvent([s[0]*1e3,s[1],s[2]]);else if(s.cols!==void 0||s.width!==void 0){let G=s.cols??s.width,F=s.rows??s.height,
V=typeof s.time=="number"?s.time*1e3:void 0;t.debug(`vt reset (${G}x${F})`),C(V),I("reset",{size:{cols:G,rows:F},init:s.
init??void 0}),B.setTime((V??0)/1e3,1),I("playing")}else s.state==="offline"&&(t.info("stream offline"),B.stop(),I("offl\
ine",{message:"Stream offline"}))}),n.addEventListener("done",()=>{t.info("closed"),n.close(),B.stop(),I("ended",{message:"\
Stream ended"})})),!0),stop:()=>{Q(),B.stop(),n!==void 0&&n.close()},getTiming:()=>B.getTiming()}}async function _t(A,{encoding:g}){
let e=new TextDecoder(g),I,t,B=(await A[0].text()).split(`
`).filter(r=>r.length>0).map(r=>r.split(" "));B[0].length<3&&(B=B.map(r=>["O",r[0],r[1]]));let n=await A[1].arrayBuffer(),
i=new Uint8Array(n),C=i.findIndex(r=>r==10)+1,l=e.decode(i.subarray(0,C)).match(/COLUMNS="(\d+)" LINES="(\d+)"/);l!==null&&
(I=parseInt(l[1],10),t=parseInt(l[2],10));let s={array:i,cursor:C},G=s;if(A[2]!==void 0){let r=await A[2].arrayBuffer();
G={array:new Uint8Array(r),cursor:C}}let F=[],V=0;for(let r of B)if(V+=parseFloat(r[1])*1e3,r[0]==="O"){let h=parseInt(r[2],
10),y=s.array.subarray(s.cursor,s.cursor+h),L=e.decode(y);F.push([V,"o",L]),s.cursor+=h}else if(r[0]==="I"){let h=parseInt(
r[2],10),y=G.array.subarray(G.cursor,G.cursor+h),L=e.decode(y);F.push([V,"i",L]),G.cursor+=h}else if(r[0]==="S"&&r[2]===
"SIGWINCH"){let h=parseInt(r[4].slice(5),10),y=parseInt(r[3].slice(5),10);F.push([V,"r",`${h}x${y}`])}else r[0]==="H"&&r[2]===
"COLUMNS"?I=parseInt(r[3],10):r[0]==="H"&&r[2]==="LINES"&&(t=parseInt(r[3],10));return I=I??80,t=t??24,{cols:I,rows:t,events:F}}
async function Pt(A,{encoding:g}){let e=new TextDecoder(g),I=await A.arrayBuffer(),t=new Uint8Array(I),B=mg(t),n=B.time,
C=e.decode(B.data).match(/\x1b\[8;(\d+);(\d+)t/),Q=[],l=80,s=24;C!==null&&(l=parseInt(C[2],10),s=parseInt(C[1],10));let G=0,
F=mg(t);for(;F!==void 0;){let V=(F.time-n)*1e3,r=e.decode(F.data);Q.push([V,"o",r]),G+=F.len,F=mg(t.subarray(G))}return{
cols:l,rows:s,events:Q}}function mg(A){if(A.length<13)return;let g=jt(A.subarray(0,8)),e=pg(A.subarray(8,12)),I=A.subarray(
12,12+e);return{time:g,data:I,len:e+12}}function pg(A){return A[0]+A[1]*256+A[2]*256*256+A[3]*256*256*256}function jt(A){
let g=pg(A.subarray(0,4)),e=pg(A.subarray(4,8));return g+e/1e6}var Pe=class{constructor(g,e){this.logger=e.logger,this.driverFactory=
Xt(g),this.driver=null,this.cols=e.cols,this.rows=e.rows,this.speed=e.speed,this.loop=e.loop,this.autoPlay=e.autoPlay,this.
idleTimeLimit=e.idleTimeLimit,this.preload=e.preload,this.startAt=Lg(e.startAt),this.poster=this._parsePoster(e.poster),
this.markers=e.markers,this.pauseOnMarkers=e.pauseOnMarkers,this.audioUrl=e.audioUrl,this.initPromise=null,this.commandQueue=
Promise.resolve(),this.startupPromise=new Promise(I=>{this.resolveStartup=I}),this.eventHandlers=new Map([["ended",[]],[
"error",[]],["input",[]],["loading",[]],["marker",[]],["metadata",[]],["muted",[]],["offline",[]],["output",[]],["pause",
[]],["play",[]],["playing",[]],["reset",[]],["resize",[]],["ready",[]],["seeked",[]],["timing",[]]])}init(){return this.
initPromise===null&&(this.initPromise=this._init()),this.initPromise}terminalReady(){this.resolveStartup()}async _init(){
await this.startupPromise,this.driver=this.driverFactory({dispatch:this._dispatchEvent.bind(this),logger:this.logger},{cols:this.
cols,rows:this.rows,speed:this.speed,idleTimeLimit:this.idleTimeLimit,startAt:this.startAt,preload:this.preload,loop:this.
loop,poster:this.autoPlay?void 0:this.poster,markers:this.markers,pauseOnMarkers:this.pauseOnMarkers,audioUrl:this.audioUrl});
let g={isPausable:!!this.driver.pause,isSeekable:!!this.driver.seek};this._installDriverDefaults(),this.driver.init&&await this.
driver.init(),this.autoPlay&&await this.driver.play(),this._dispatchEvent("ready",g)}_installDriverDefaults(){this.driver.
stop===void 0&&(this.driver.stop=()=>{}),this.driver.pause===void 0&&(this.driver.pause=()=>{}),this.driver.seek===void 0&&
(this.driver.seek=g=>!1),this.driver.step===void 0&&(this.driver.step=g=>{}),this.driver.mute===void 0&&(this.driver.mute=
()=>{}),this.driver.unmute===void 0&&(this.driver.unmute=()=>{}),this.driver.getDuration===void 0&&(this.driver.getDuration=
()=>{})}_enqueue(g){let e=async()=>(await this.init(),g.call(this)),I=this.commandQueue.then(e,e);return this.commandQueue=
I.catch(()=>{}),I}play(){return this._enqueue(function(){return this.driver.play()})}pause(){return this._enqueue(function(){
return this.driver.pause()})}seek(g){return this._enqueue(function(){return this.driver.seek(g)})}step(g){return this._enqueue(
function(){return this.driver.step(g)})}stop(){return this._enqueue(function(){return this.driver.stop()})}mute(){return this.
_enqueue(function(){return this.driver.mute()})}unmute(){return this._enqueue(function(){return this.driver.unmute()})}getCurrentTime(){
return this.driver?this.driver.getTiming().time??void 0:0}requestTiming(){this.driver&&this._dispatchEvent("timing",this.
driver.getTiming())}getDuration(){if(this.driver)return this.driver.getDuration()}addEventListener(g,e){this.eventHandlers.
get(g).push(e)}removeEventListener(g,e){let I=this.eventHandlers.get(g);if(!I)return;let t=I.indexOf(e);t!==-1&&I.splice(
t,1)}_dispatchEvent(g,e={}){for(let I of[...this.eventHandlers.get(g)])try{I(e)}catch(t){this.logger.error(`event handle\
r for "${g}" failed`,t),typeof globalThis.reportError=="function"?globalThis.reportError(t):setTimeout(()=>{throw t},0)}}_parsePoster(g){
if(typeof g=="string"){if(g.substring(0,16)=="data:text/plain,")return{type:"text",value:g.substring(16)};if(g.substring(
0,4)=="npt:")return{type:"npt",value:Lg(g.substring(4))}}}},nI=new Map([["benchmark",Rt],["clock",Ft],["eventsource",Zt],
["random",Lt],["recording",ht],["websocket",Wt]]),oI=new Map([["asciicast",rI],["typescript",_t],["ttyrec",Pt]]);function Xt(A){
if(typeof A=="function")return A;if(typeof A=="string"&&(A.substring(0,5)=="ws://"||A.substring(0,6)=="wss://"?A={driver:"\
websocket",url:A}:A.substring(0,6)=="clock:"?A={driver:"clock"}:A.substring(0,7)=="random:"?A={driver:"random"}:A.substring(
0,10)=="benchmark:"?A={driver:"benchmark",url:A.substring(10)}:A={driver:"recording",url:A}),A.driver===void 0&&(A.driver=
"recording"),A.driver=="recording"&&(A.format!=="segmented"&&A.parser===void 0&&(A.parser="asciicast"),typeof A.parser==
"string"))if(oI.has(A.parser))A.parser=oI.get(A.parser);else throw new Error(`unknown parser: ${A.parser}`);if(nI.has(A.
driver)){let g=nI.get(A.driver);return(e,I)=>g(A,e,I)}else throw new Error(`unsupported driver: ${JSON.stringify(A)}`)}var $t=!1,zt=(A,g)=>A===g,AB=Symbol("solid-track"),Cg={equals:zt},FI=mI,UA=1,Eg=2,LI={owned:null,cleanups:null,context:null,
owner:null},QA=null,bg=null,eB=null,IA=null,nA=null,SA=null,sg=0;function Ig(A,g){let e=IA,I=QA,t=A.length===0,B=g===void 0?
I:g,n=t?LI:{owned:null,cleanups:null,context:B?B.context:null,owner:B},i=t?A:()=>A(gB(n));QA=n,IA=null;try{return fe(i,!0)}finally{
IA=e,QA=I}}function gB(A){return()=>VA(()=>Ue(A))}function Z(A,g){g=g?Object.assign({},Cg,g):Cg;let e={value:A,observers:null,
observerSlots:null,comparator:g.equals||void 0},I=t=>(typeof t=="function"&&(t=t(e.value)),NI(e,t));return[MI.bind(e),I]}
function IB(A,g,e){let I=ag(A,g,!0,UA);De(I)}function fA(A,g,e){let I=ag(A,g,!1,UA);De(I)}function ae(A,g,e){FI=QB;let I=ag(
A,g,!1,UA);I.user=!0,SA?SA.push(I):De(I)}function EA(A,g,e){e=e?Object.assign({},Cg,e):Cg;let I=ag(A,g,!0,0);return I.observers=
null,I.observerSlots=null,I.comparator=e.equals||void 0,De(I),MI.bind(I)}function yA(A){return fe(A,!1)}function VA(A){if(IA===
null)return A();let g=IA;IA=null;try{return A()}finally{IA=g}}function GI(A){ae(()=>VA(A))}function ue(A){return QA===null||
(QA.cleanups===null?QA.cleanups=[A]:QA.cleanups.push(A)),A}function RI(A){let g=EA(A),e=EA(()=>vg(g()));return e.toArray=
()=>{let I=e();return Array.isArray(I)?I:I!=null?[I]:[]},e}function MI(){if(this.sources&&this.state)if(this.state===UA)
De(this);else{let A=nA;nA=null,fe(()=>ng(this),!1),nA=A}if(IA){let A=this.observers;if(!A||A[A.length-1]!==IA){let g=A?A.
length:0;IA.sources?(IA.sources.push(this),IA.sourceSlots.push(g)):(IA.sources=[this],IA.sourceSlots=[g]),A?(A.push(IA),
this.observerSlots.push(IA.sources.length-1)):(this.observers=[IA],this.observerSlots=[IA.sources.length-1])}}return this.
value}function NI(A,g,e){let I=A.value;return(!A.comparator||!A.comparator(I,g))&&(A.value=g,A.observers&&A.observers.length&&
fe(()=>{for(let t=0;t<A.observers.length;t+=1){let B=A.observers[t],n=bg&&bg.running;n&&bg.disposed.has(B),(n?!B.tState:
!B.state)&&(B.pure?nA.push(B):SA.push(B),B.observers&&qI(B)),n||(B.state=UA)}if(nA.length>1e6)throw nA=[],new Error},!1)),
g}function De(A){if(!A.fn)return;Ue(A);let g=sg;tB(A,A.value,g)}function tB(A,g,e){let I,t=QA,B=IA;IA=QA=A;try{I=A.fn(g)}catch(n){
return A.pure&&(A.state=UA,A.owned&&A.owned.forEach(Ue),A.owned=null),A.updatedAt=e+1,pI(n)}finally{IA=B,QA=t}(!A.updatedAt||
A.updatedAt<=e)&&(A.updatedAt!=null&&"observers"in A?NI(A,I):A.value=I,A.updatedAt=e)}function ag(A,g,e,I=UA,t){let B={fn:A,
state:I,updatedAt:null,owned:null,sources:null,sourceSlots:null,cleanups:null,value:g,owner:QA,context:QA?QA.context:null,
pure:e};return QA===null||QA!==LI&&(QA.owned?QA.owned.push(B):QA.owned=[B]),B}function ig(A){if(A.state===0)return;if(A.
state===Eg)return ng(A);if(A.suspense&&VA(A.suspense.inFallback))return A.suspense.effects.push(A);let g=[A];for(;(A=A.owner)&&
(!A.updatedAt||A.updatedAt<sg);)A.state&&g.push(A);for(let e=g.length-1;e>=0;e--)if(A=g[e],A.state===UA)De(A);else if(A.
state===Eg){let I=nA;nA=null,fe(()=>ng(A,g[0]),!1),nA=I}}function fe(A,g){if(nA)return A();let e=!1;g||(nA=[]),SA?e=!0:SA=
[],sg++;try{let I=A();return BB(e),I}catch(I){e||(SA=null),nA=null,pI(I)}}function BB(A){if(nA&&(mI(nA),nA=null),A)return;
let g=SA;SA=null,g.length&&fe(()=>FI(g),!1)}function mI(A){for(let g=0;g<A.length;g++)ig(A[g])}function QB(A){let g,e=0;
for(g=0;g<A.length;g++){let I=A[g];I.user?A[e++]=I:ig(I)}for(g=0;g<e;g++)ig(A[g])}function ng(A,g){A.state=0;for(let e=0;e<
A.sources.length;e+=1){let I=A.sources[e];if(I.sources){let t=I.state;t===UA?I!==g&&(!I.updatedAt||I.updatedAt<sg)&&ig(I):
t===Eg&&ng(I,g)}}}function qI(A){for(let g=0;g<A.observers.length;g+=1){let e=A.observers[g];e.state||(e.state=Eg,e.pure?
nA.push(e):SA.push(e),e.observers&&qI(e))}}function Ue(A){let g;if(A.sources)for(;A.sources.length;){let e=A.sources.pop(),
I=A.sourceSlots.pop(),t=e.observers;if(t&&t.length){let B=t.pop(),n=e.observerSlots.pop();I<t.length&&(B.sourceSlots[n]=
I,t[I]=B,e.observerSlots[I]=n)}}if(A.tOwned){for(g=A.tOwned.length-1;g>=0;g--)Ue(A.tOwned[g]);delete A.tOwned}if(A.owned){
for(g=A.owned.length-1;g>=0;g--)Ue(A.owned[g]);A.owned=null}if(A.cleanups){for(g=A.cleanups.length-1;g>=0;g--)A.cleanups[g]();
A.cleanups=null}A.state=0}function CB(A){return A instanceof Error?A:new Error(typeof A=="string"?A:"Unknown error",{cause:A})}
function pI(A,g=QA){throw CB(A)}function vg(A){if(typeof A=="function"&&!A.length)return vg(A());if(Array.isArray(A)){let g=[];
for(let e=0;e<A.length;e++){let I=vg(A[e]);if(Array.isArray(I))if(I.length<32768)g.push.apply(g,I);else for(let t=0;t<I.
length;t++)g.push(I[t]);else g.push(I)}return g}return A}var EB=Symbol("fallback");function lI(A){for(let g=0;g<A.length;g++)
A[g]()}function iB(A,g,e={}){let I=[],t=[],B=[],n=0,i=g.length>1?[]:null;return ue(()=>lI(B)),()=>{let C=A()||[],Q=C.length,
l,s;return C[AB],VA(()=>{let F,V,r,h,y,L,u,d,N;if(Q===0)n!==0&&(lI(B),B=[],I=[],t=[],n=0,i&&(i=[])),e.fallback&&(I=[EB],
t[0]=Ig(E=>(B[0]=E,e.fallback())),n=1);else if(n===0){for(t=new Array(Q),s=0;s<Q;s++)I[s]=C[s],t[s]=Ig(G);n=Q}else{for(r=
new Array(Q),h=new Array(Q),i&&(y=new Array(Q)),L=0,u=Math.min(n,Q);L<u&&I[L]===C[L];L++);for(u=n-1,d=Q-1;u>=L&&d>=L&&I[u]===
C[d];u--,d--)r[d]=t[u],h[d]=B[u],i&&(y[d]=i[u]);for(F=new Map,V=new Array(d+1),s=d;s>=L;s--)N=C[s],l=F.get(N),V[s]=l===void 0?
-1:l,F.set(N,s);for(l=L;l<=u;l++)N=I[l],s=F.get(N),s!==void 0&&s!==-1?(r[s]=t[l],h[s]=B[l],i&&(y[s]=i[l]),s=V[s],F.set(N,
s)):B[l]();for(s=L;s<Q;s++)s in r?(t[s]=r[s],B[s]=h[s],i&&(i[s]=y[s],i[s](s))):t[s]=Ig(G);t=t.slice(0,n=Q),I=C.slice(0)}
return t});function G(F){if(B[s]=F,i){let[V,r]=Z(s);return i[s]=r,g(C[s],V)}return g(C[s])}}}function J(A,g){return VA(()=>A(
g||{}))}var SI=A=>`Stale read from <${A}>.`;function UI(A){let g="fallback"in A&&{fallback:()=>A.fallback};return EA(iB(
()=>A.each,A.children,g||void 0))}function FA(A){let g=A.keyed,e=EA(()=>A.when,void 0,void 0),I=g?e:EA(e,void 0,{equals:(t,B)=>!t==
!B});return EA(()=>{let t=I();if(t){let B=A.children;return typeof B=="function"&&B.length>0?VA(()=>B(g?t:()=>{if(!VA(I))
throw SI("Show");return e()})):B}return A.fallback},void 0,void 0)}function Og(A){let g=RI(()=>A.children),e=EA(()=>{let I=g(),
t=Array.isArray(I)?I:[I],B=()=>{};for(let n=0;n<t.length;n++){let i=n,C=t[n],Q=B,l=EA(()=>Q()?void 0:C.when,void 0,void 0),
s=C.keyed?l:EA(l,void 0,{equals:(G,F)=>!G==!F});B=()=>Q()||(s()?[i,l,C]:void 0)}return B});return EA(()=>{let I=e()();if(!I)
return A.fallback;let[t,B,n]=I,i=n.children;return typeof i=="function"&&i.length>0?VA(()=>i(n.keyed?B():()=>{if(VA(e)()?.[0]!==
t)throw SI("Match");return B()})):i},void 0,void 0)}function Ce(A){return A}function nB(A,g,e){let I=e.length,t=g.length,
B=I,n=0,i=0,C=g[t-1].nextSibling,Q=null;for(;n<t||i<B;){if(g[n]===e[i]){n++,i++;continue}for(;g[t-1]===e[B-1];)t--,B--;if(t===
n){let l=B<I?i?e[i-1].nextSibling:e[B-i]:C;for(;i<B;)A.insertBefore(e[i++],l)}else if(B===i)for(;n<t;)(!Q||!Q.has(g[n]))&&
g[n].remove(),n++;else if(g[n]===e[B-1]&&e[i]===g[t-1]){let l=g[--t].nextSibling;A.insertBefore(e[i++],g[n++].nextSibling),
A.insertBefore(e[--B],l),g[t]=e[B]}else{if(!Q){Q=new Map;let s=i;for(;s<B;)Q.set(e[s],s++)}let l=Q.get(g[n]);if(l!=null)
if(i<l&&l<B){let s=n,G=1,F;for(;++s<t&&s<B&&!((F=Q.get(g[s]))==null||F!==l+G);)G++;if(G>l-i){let V=g[n];for(;i<l;)A.insertBefore(
e[i++],V)}else A.replaceChild(e[i++],g[n++])}else n++;else g[n++].remove()}}}var cI="_$DX_DELEGATE";function oB(A,g,e,I={}){
let t;return Ig(B=>{t=B,g===document?A():z(g,A(),g.firstChild?null:void 0,e)},I.owner),()=>{t(),g.textContent=""}}function x(A,g,e,I){
let t,B=()=>{let i=document.createElement("template");return i.innerHTML=A,i.content.firstChild},n=()=>(t||(t=B())).cloneNode(
!0);return n.cloneNode=n,n}function lg(A,g=window.document){let e=g[cI]||(g[cI]=new Set);for(let I=0,t=A.length;I<t;I++){
let B=A[I];e.has(B)||(e.add(B),g.addEventListener(B,VB))}}function _g(A,g,e){e==null?A.removeAttribute(g):A.setAttribute(
g,e)}function bI(A,g){g==null?A.removeAttribute("class"):A.className=g}function JI(A,g,e){if(!g)return e?_g(A,"style"):g;
let I=A.style;if(typeof g=="string")return I.cssText=g;typeof e=="string"&&(I.cssText=e=void 0),e||(e={}),g||(g={});let t,
B;for(B in e)g[B]==null&&I.removeProperty(B),delete e[B];for(B in g)t=g[B],t!==e[B]&&(I.setProperty(B,t),e[B]=t);return e}
function YI(A,g,e){e!=null?A.style.setProperty(g,e):A.style.removeProperty(g)}function kA(A,g,e){return VA(()=>A(g,e))}function z(A,g,e,I){
if(e!==void 0&&!I&&(I=[]),typeof g!="function")return og(A,g,I,e);fA(t=>og(A,g(),t,e),I)}function VB(A){let g=A.target,e=`\
$$${A.type}`,I=A.target,t=A.currentTarget,B=C=>Object.defineProperty(A,"target",{configurable:!0,value:C}),n=()=>{let C=g[e];
if(C&&!g.disabled){let Q=g[`${e}Data`];if(Q!==void 0?C.call(g,Q,A):C.call(g,A),A.cancelBubble)return}return g.host&&typeof g.
host!="string"&&!g.host._$host&&g.contains(A.target)&&B(g.host),!0},i=()=>{for(;n()&&(g=g._$host||g.parentNode||g.host);)
;};Object.defineProperty(A,"currentTarget",{configurable:!0,get(){return g||document}});try{if(A.composedPath){let C=A.composedPath();
B(C[0]);for(let Q=0;Q<C.length-2&&(g=C[Q],!!n());Q++){if(g._$host){g=g._$host,i();break}if(g.parentNode===t)break}}else i();
B(I)}finally{A=g=null}}function og(A,g,e,I,t){for(;typeof e=="function";)e=e();if(g===e)return e;let B=typeof g,n=I!==void 0;
if(A=n&&e[0]&&e[0].parentNode||A,B==="string"||B==="number"){if(B==="number"&&(g=g.toString(),g===e))return e;if(n){let i=e[0];
i&&i.nodeType===3?i.data!==g&&(i.data=g):i=document.createTextNode(g),e=se(A,e,I,i)}else e!==""&&typeof e=="string"?e=A.
firstChild.data=g:e=A.textContent=g}else if(g==null||B==="boolean")e=se(A,e,I);else{if(B==="function")return fA(()=>{let i=g();
for(;typeof i=="function";)i=i();e=og(A,i,e,I)}),()=>e;if(Array.isArray(g)){let i=[],C=e&&Array.isArray(e);if(xg(i,g,e,t))
return fA(()=>e=og(A,i,e,I,!0)),()=>e;if(i.length===0){if(e=se(A,e,I),n)return e}else C?e.length===0?uI(A,i,I):nB(A,e,i):
(e&&se(A),uI(A,i));e=i}else if(g.nodeType){if(Array.isArray(e)){if(n)return e=se(A,e,I,g);se(A,e,null,g)}else e==null||e===
""||!A.firstChild?A.appendChild(g):A.replaceChild(g,A.firstChild);e=g}}return e}function xg(A,g,e,I){let t=!1;for(let B=0,
n=g.length;B<n;B++){let i=g[B],C=e&&e[A.length],Q;if(!(i==null||i===!0||i===!1))if((Q=typeof i)=="object"&&i.nodeType)A.
push(i);else if(Array.isArray(i))t=xg(A,i,C)||t;else if(Q==="function")if(I){for(;typeof i=="function";)i=i();t=xg(A,Array.
isArray(i)?i:[i],Array.isArray(C)?C:[C])||t}else A.push(i),t=!0;else{let l=String(i);C&&C.nodeType===3&&C.data===l?A.push(
C):A.push(document.createTextNode(l))}}return t}function uI(A,g,e=null){for(let I=0,t=g.length;I<t;I++)A.insertBefore(g[I],
e)}function se(A,g,e,I){if(e===void 0)return A.textContent="";let t=I||document.createTextNode("");if(g.length){let B=!1;
for(let n=g.length-1;n>=0;n--){let i=g[n];if(t!==i){let C=i.parentNode===A;!B&&!n?C?A.replaceChild(t,i):A.insertBefore(t,
e):C&&i.remove()}else B=!0}}else A.insertBefore(t,e);return[t]}var rB=A=>{let g=RI(()=>A.children),[e,I]=Z(VA(g)),t,B=(n,i,C)=>{
let Q=[`slide-${i}`,`slide-${i}-active`,`slide-${i}-to`],l,s=()=>{cancelAnimationFrame(l),n.removeEventListener("transit\
ionend",G),n.classList.remove(...Q),t=void 0},G=F=>{F.target===n&&(s(),C?.())};t=s,n.classList.add(Q[0],Q[1]),n.addEventListener(
"transitionend",G),l=requestAnimationFrame(()=>{l=requestAnimationFrame(()=>{n.classList.remove(Q[0]),n.classList.add(Q[2])})})};
return IB(n=>{let i=g();return i!==n&&(t?.(),i?(I(i),B(i,"enter")):B(VA(e),"exit",()=>I(void 0))),i},VA(g)),e},j;function Be(A){
pe===qA.length&&qA.push(qA.length+1);let g=pe;return pe=qA[g],qA[g]=A,g}function Wg(A){let g=typeof A;if(g=="number"||g==
"boolean"||A==null)return`${A}`;if(g=="string")return`"${A}"`;if(g=="symbol"){let t=A.description;return t==null?"Symbol":
`Symbol(${t})`}if(g=="function"){let t=A.name;return typeof t=="string"&&t.length>0?`Function(${t})`:"Function"}if(Array.
isArray(A)){let t=A.length,B="[";t>0&&(B+=Wg(A[0]));for(let n=1;n<t;n++)B+=", "+Wg(A[n]);return B+="]",B}let e=/\[object ([^\]]+)\]/.
exec(toString.call(A)),I;if(e&&e.length>1)I=e[1];else return toString.call(A);if(I=="Object")try{return"Object("+JSON.stringify(
A)+")"}catch{return"Object"}return A instanceof Error?`${A.name}: ${A.message}
${A.stack}`:I}function sB(A){A<132||(qA[A]=pe,pe=A)}function aB(A,g){return A=A>>>0,lB().subarray(A/4,A/4+g)}var Qe=null;
function Ee(){return(Qe===null||Qe.buffer.detached===!0||Qe.buffer.detached===void 0&&Qe.buffer!==j.memory.buffer)&&(Qe=
new DataView(j.memory.buffer)),Qe}function Jg(A,g){return A=A>>>0,uB(A,g)}var Ne=null;function lB(){return(Ne===null||Ne.
byteLength===0)&&(Ne=new Uint32Array(j.memory.buffer)),Ne}var me=null;function tg(){return(me===null||me.byteLength===0)&&
(me=new Uint8Array(j.memory.buffer)),me}function qe(A){return qA[A]}var qA=new Array(128).fill(void 0);qA.push(void 0,null,
!0,!1);var pe=qA.length;function KI(A,g,e){if(e===void 0){let i=Se.encode(A),C=g(i.length,1)>>>0;return tg().subarray(C,
C+i.length).set(i),Vg=i.length,C}let I=A.length,t=g(I,1)>>>0,B=tg(),n=0;for(;n<I;n++){let i=A.charCodeAt(n);if(i>127)break;
B[t+n]=i}if(n!==I){n!==0&&(A=A.slice(n)),t=e(t,I,I=n+A.length*3,1)>>>0;let i=tg().subarray(t+n,t+I),C=Se.encodeInto(A,i);
n+=C.written,t=e(t,I,n,1)>>>0}return Vg=n,t}function pA(A){let g=qe(A);return sB(A),g}var Bg=new TextDecoder("utf-8",{ignoreBOM:!0,
fatal:!0});Bg.decode();var cB=2146435072,Yg=0;function uB(A,g){return Yg+=g,Yg>=cB&&(Bg=new TextDecoder("utf-8",{ignoreBOM:!0,
fatal:!0}),Bg.decode(),Yg=g),Bg.decode(tg().subarray(A,A+g))}var Se=new TextEncoder;"encodeInto"in Se||(Se.encodeInto=function(A,g){
let e=Se.encode(A);return g.set(e),{read:A.length,written:e.length}});var Vg=0,DI=typeof FinalizationRegistry>"u"?{register:()=>{},
unregister:()=>{}}:new FinalizationRegistry(A=>j.__wbg_vt_free(A>>>0,1)),rg=class HI{static __wrap(g){g=g>>>0;let e=Object.
create(HI.prototype);return e.__wbg_ptr=g,DI.register(e,e.__wbg_ptr,e),e}__destroy_into_raw(){let g=this.__wbg_ptr;return this.
__wbg_ptr=0,DI.unregister(this),g}free(){let g=this.__destroy_into_raw();j.__wbg_vt_free(g,0)}feed(g){let e=KI(g,j.__wbindgen_export,
j.__wbindgen_export2),I=Vg,t=j.vt_feed(this.__wbg_ptr,e,I);return pA(t)}resize(g,e){let I=j.vt_resize(this.__wbg_ptr,g,e);
return pA(I)}getSize(){try{let t=j.__wbindgen_add_to_stack_pointer(-16);j.vt_getSize(t,this.__wbg_ptr);var g=Ee().getInt32(
t+0,!0),e=Ee().getInt32(t+4,!0),I=aB(g,e).slice();return j.__wbindgen_export3(g,e*4,4),I}finally{j.__wbindgen_add_to_stack_pointer(
16)}}getLine(g,e){let I=j.vt_getLine(this.__wbg_ptr,g,e);return pA(I)}getCursor(){let g=j.vt_getCursor(this.__wbg_ptr);return pA(
g)}};Symbol.dispose&&(rg.prototype[Symbol.dispose]=rg.prototype.free);function DB(A,g,e,I){try{let i=j.__wbindgen_add_to_stack_pointer(
-16);j.create(i,A,g,e,I);var t=Ee().getInt32(i+0,!0),B=Ee().getInt32(i+4,!0),n=Ee().getInt32(i+8,!0);if(n)throw pA(B);return rg.
__wrap(t)}finally{j.__wbindgen_add_to_stack_pointer(16)}}var fB=new Set(["basic","cors","default"]);async function wB(A,g){
if(typeof Response=="function"&&A instanceof Response){if(typeof WebAssembly.instantiateStreaming=="function")try{return await WebAssembly.
instantiateStreaming(A,g)}catch(I){if(A.ok&&fB.has(A.type)&&A.headers.get("Content-Type")!=="application/wasm")console.warn(
"`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Fa\
lling back to `WebAssembly.instantiate` which is slower. Original error:\n",I);else throw I}let e=await A.arrayBuffer();
return await WebAssembly.instantiate(e,g)}else{let e=await WebAssembly.instantiate(A,g);return e instanceof WebAssembly.
Instance?{instance:e,module:A}:e}}function TI(){let A={};return A.wbg={},A.wbg.__wbg_Error_52673b7de5a0ca89=function(g,e){
let I=Error(Jg(g,e));return Be(I)},A.wbg.__wbg___wbindgen_debug_string_adfb662ae34724b6=function(g,e){let I=Wg(qe(e)),t=KI(
I,j.__wbindgen_export,j.__wbindgen_export2),B=Vg;Ee().setInt32(g+4,B,!0),Ee().setInt32(g+0,t,!0)},A.wbg.__wbg___wbindgen_throw_dd24417ed36fc46e=
function(g,e){throw new Error(Jg(g,e))},A.wbg.__wbg_new_13317ed16189158e=function(){let g=new Array;return Be(g)},A.wbg.
__wbg_new_4ceb6a766bf78b04=function(){let g=new Object;return Be(g)},A.wbg.__wbg_set_3f1d0b984ed272ed=function(g,e,I){qe(
g)[pA(e)]=pA(I)},A.wbg.__wbg_set_8b6a9a61e98a8881=function(g,e,I){qe(g)[e>>>0]=pA(I)},A.wbg.__wbindgen_cast_2241b6af4c4b2941=
function(g,e){let I=Jg(g,e);return Be(I)},A.wbg.__wbindgen_cast_4625c577ab2ec9ee=function(g){let e=BigInt.asUintN(64,g);
return Be(e)},A.wbg.__wbindgen_cast_d6cd19b81560fd6e=function(g){return Be(g)},A.wbg.__wbindgen_object_clone_ref=function(g){
let e=qe(g);return Be(e)},A.wbg.__wbindgen_object_drop_ref=function(g){pA(g)},A}function vI(A,g){return j=A.exports,Pg.__wbindgen_wasm_module=
g,Qe=null,Ne=null,me=null,j}function dB(A){if(j!==void 0)return j;typeof A<"u"&&(Object.getPrototypeOf(A)===Object.prototype?
{module:A}=A:console.warn("using deprecated parameters for `initSync()`; pass a single object instead"));let g=TI();A instanceof
WebAssembly.Module||(A=new WebAssembly.Module(A));let e=new WebAssembly.Instance(A,g);return vI(e,A)}async function Pg(A){
if(j!==void 0)return j;typeof A<"u"&&(Object.getPrototypeOf(A)===Object.prototype?{module_or_path:A}=A:console.warn("usi\
ng deprecated parameters for the initialization function; pass a single object instead"));let g=TI();(typeof A=="string"||
typeof Request=="function"&&A instanceof Request||typeof URL=="function"&&A instanceof URL)&&(A=fetch(A));let{instance:e,
module:I}=await wB(await A,g);return vI(e,I)}var hB=Object.freeze({__proto__:null,Vt:rg,create:DB,default:Pg,initSync:dB}),
yB=[62,0,0,0,63,52,53,54,55,56,57,58,59,60,61,0,0,0,0,0,0,0,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,
24,25,0,0,0,0,0,0,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51];function Xe(A){return yB[A-
43]}function kB(A){let g=A.endsWith("==")?2:A.endsWith("=")?1:0,e=A.length,I=new Uint8Array(3*(e/4)),t;for(let B=0,n=0;B<
e;B+=4,n+=3)t=Xe(A.charCodeAt(B))<<18|Xe(A.charCodeAt(B+1))<<12|Xe(A.charCodeAt(B+2))<<6|Xe(A.charCodeAt(B+3)),I[n]=t>>16,
I[n+1]=t>>8&255,I[n+2]=t&255;return I.subarray(0,I.length-g)}var FB=kB("AGFzbQEAAAABsgEZYAJ/fwBgA39/fwBgAn9/AX9gA39/fwF/\
YAF/AGAFf39/f38AYAF/AX9gBH9/f38AYAZ/f39/f38AYAR/f39/AX9gBX9/f39/AX9gAAF/YAF8AX9gAX4Bf2AIf39/f39/f38AYAd/f39/f39/AGAHf39/\
f39/fwF/YAN/f34Bf2AEf39/fgBgA39+fwBgBn9/f39/fwF/YAV/f3x/fwBgBX9/fn9/AGAFf399f38AYAAAAsMDDAN3YmcaX193YmdfbmV3XzEzMzE3ZWQx\
NjE4OTE1OGUACwN3YmcaX193Ymdfc2V0XzhiNmE5YTYxZTk4YTg4ODEAAQN3YmcuX193YmdfX193YmluZGdlbl9kZWJ1Z19zdHJpbmdfYWRmYjY2MmFlMzQ3\
MjRiNgAAA3diZxpfX3diaW5kZ2VuX29iamVjdF9kcm9wX3JlZgAEA3diZxtfX3diaW5kZ2VuX29iamVjdF9jbG9uZV9yZWYABgN3YmcaX193Ymdfc2V0XzNm\
MWQwYjk4NGVkMjcyZWQAAQN3YmccX193YmdfRXJyb3JfNTI2NzNiN2RlNWEwY2E4OQACA3diZxpfX3diZ19uZXdfNGNlYjZhNzY2YmY3OGIwNAALA3diZydf\
X3diZ19fX3diaW5kZ2VuX3Rocm93X2RkMjQ0MTdlZDM2ZmM0NmUAAAN3YmcgX193YmluZGdlbl9jYXN0X2Q2Y2QxOWI4MTU2MGZkNmUADAN3YmcgX193Ymlu\
ZGdlbl9jYXN0XzQ2MjVjNTc3YWIyZWM5ZWUADQN3YmcgX193YmluZGdlbl9jYXN0XzIyNDFiNmFmNGM0YjI5NDEAAgPsAeoBAQADDgMCBwMDAQADAQIHCgMF\
AwIFBQcADwEBBAMBBwUACAQCARABCAEHAAEIBgACCQgBAQEIAAMABAAGBAIABAgBAgUBAAgDBwcBAQAAAAAAAQIEAQQABQUAEQAABAcGAAEBAQAABgcBAQAC\
BwMEAAYBBgABAgEAAAIGAAQCAwAAAAABEgAAAQEIAgABAAUDAQICAgcCBAoBBgITAQAEBQYAAQUJAAABBQUDAQUBBAkAAAEBAAAJBBQACQUVChYXBgcCBAME\
BAQEBAAEAAQAAgQAAgIEBQMCAAECAAIBAQEABAQGGAACAgAABAUBcAEjIwUDAQARBgkBfwFBgIDAAAsHxwEMBm1lbW9yeQIADV9fd2JnX3Z0X2ZyZWUAWQZj\
cmVhdGUAHQd2dF9mZWVkABQJdnRfcmVzaXplAEMKdnRfZ2V0U2l6ZQCRAQp2dF9nZXRMaW5lAA4MdnRfZ2V0Q3Vyc29yAEcRX193YmluZGdlbl9leHBvcnQA\
oQESX193YmluZGdlbl9leHBvcnQyALABH19fd2JpbmRnZW5fYWRkX3RvX3N0YWNrX3BvaW50ZXIA7wESX193YmluZGdlbl9leHBvcnQzAOUBCUEBAEEBCyLy\
AeYBCQoL3gHjAegBHxHJAcQBUscByQHQAc0BxwHHAcsByAHKAfUB9AHuAeIBO98B2wHuAUkelgHzAQwBIQrWkATqAfY7AhB/AX4jAEHAAmsiBCQAAkACfwJA\
AkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAEtAAAiA0E2RwRA\
AkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQEErIANBAmsiBSAFQTRPG0H/AXFBAWsOMwABAgMEBQYHCAkKCwwzGzIwGi8uLSwrKikoJyYlJCMiITggHx4d\
HBsaGRgXFhUUERAPOA0LIAEvAQIhAiAEIAAoAlw2ArACIARBADoAfCAEIAAoAlQiAzYCcCAEIAMgACgCWEECdGo2AnRBASACIAJBAU0bIQMgBCAEQbACajYC\
eANAIANBAWsiAwRAIARB8ABqEHINAQw3CwsgBEHwAGoQciICRQ01IAIoAgAMNgsgAEEBIAEvAQIiAiACQQFNG0EBayICIAAoApABIgBBAWsgACACSxs2AlwM\
NgsgAEEBIAEvAQIiACAAQQFNGxBKDDULIABBASABLwECIgIgAkEBTRsQgwEgAEEANgJcDDQLIABBASABLwECIgIgAkEBTRsQjAEgAEEANgJcDDMLIABBADYC\
XAwyCwJAIAEtAAFBAWsOAgwAHwsgAEEANgJYDDELIABBASABLwECIgIgAkEBTRsiAkF/c0EAIAJrIAAoAlwgACgCkAFGGxCxAQwwCyAAQQEgAS8BAiIAIABB\
AU0bEIMBDC8LIABBASABLwECIgAgAEEBTRsQsQEMLgsgAEEBIAEvAQQiAiACQQFNG0EBayICIAAoApABIgNBAWsgAiADSRs2AlwgAEEBIAEvAQIiACAAQQFN\
G0EBaxB2DC0LIABBASABLwECIgAgAEEBTRsQjAEMLAsgACgCXCIHIAAoApABIgNPBEAgACADQQFrIgc2AlwLIAEvAQIhBSAAKAJgIQMgBEG4AmogAEG2AWov\
AAA7AQAgBCAAKQCuATcDsAIgAEEkQQAgAC0AuAEbaiIIKAIYIgYgB0YNKCAIIANBsNbAABC2ASEJIAQgBzYCvAIgBCAGIAdrIgNBASAFIAVBAU0bIgUgAyAF\
SRs2AmggCUEMaiELIAkoAhQiBUUNJ0EAIQggCUEANgIUIAQgBTYCfCAEIAs2AnBBeCEGQQAhAwJAA0AgAyAFRgRAIAUhAwwCCyADQQFqIQMgBEG8AmogBEHo\
AGogBkEIaiIGIAkoAhBqIgoQeQ0ACyAKKAIAELoBQQEhCAsgA0EDdCEGA0ACQCADIAVHBEAgBEG8AmogBEHoAGogCSgCECAGaiIKEHlFBEAgCigCABC6ASAI\
QQFqIQgMAgsgCSgCECAIQQN0ayAGaiAKKQIANwIADAELIAQgBTYCdCAEIAg2AnggBEHwAGoQegwpCyAGQQhqIQYgA0EBaiEDDAALAAsgAEF+QX8gACgCXCAA\
KAKQAUYbELEBDCoLIAFBASABKAIEIgMgA0EBTRsiBTYCBCABQQEgASgCCCIDIANBAU0bIgg2AgggBSAAKAKQASIJRyIDRQRAIAAoApQBIAhGDSoLAkACQAJA\
QX8gAyAFIAlJG0H/AXEOAgIBAAsgACAAKAJYIgMEfyAAKAJUIQcDQCADQQJPBEAgA0EBdiIKIAZqIgsgBiAHIAtBAnRqKAIAIAVJGyEGIAMgCmshAwwBCwsg\
BiAHIAZBAnRqKAIAIAVJagVBAAs2AlgMAQtBACAFIAlBeHFBCGoiBmsiA0EAIAMgBU0bIgNBA3YgA0EHcUEAR2prIQMgAEHQAGohBwNAIAMEQCAHIAZB2OvA\
ABCkASADQQFqIQMgBkEIaiEGDAELCyAAKAKQASEJC0EAIQMgAEEANgKkASAAIAg2ApQBIAAgBTYCkAEgACAIQQFrIgY2AqgBIAIgCEEAEFcgAC0AuAEhCyAA\
LQB7QQJHBEAgBCAAKQJoNwK0AkEBIQMLIAAoAmAhByAAKAJcIQogBCADNgKwAgJ/IAsEQCAEQQA2AnAgBEEQaiAAQSRqIAUgCCAKIAdBACAEQfAAahAPIAQo\
AhAhByAEKAIUDAELIARBCGogACAFIAggCiAHQQEgBEGwAmoQDyAEKAIIIQcgBCgCDAshAyAAIAc2AlwgACADNgJgIAAtALgBBEAgBCAAIAUgCCAAKAKYASAA\
KAKcAUEBIARBsAJqEA8gACAEKQMANwKYAQsCQCAALQB7QQJGDQAgBCgCsAJBAUcNACAAIAQpArQCNwJoCyAALQCPAUECRwRAIAUgCUYgACgCgAEiAyAISXFF\
BEAgACAFQQFrIgUgACgCfCIHIAUgB0kbNgJ8CyAAIAYgAyADIAZLGzYCgAELIAJBACAIEG4MKQsgAEEBIAEvAQIiACAAQQFNGxCDAQwoCyAAQQEgAS8BAiIA\
IABBAU0bQQFrEHYMJwsgAS0AAQ0BCyMAQRBrIgIkACACQQhqIAAoAlQiByAAKAJYIgMgACgCXBBUAkACQCACKAIIRQRAIAIoAgwiBSADTw0BIAcgBUECdGoi\
ByAHQQRqIAMgBUF/c2pBAnQQExogACADQQFrNgJYCyACQRBqJAAMAQsjAEEwayIAJAAgACADNgIEIAAgBTYCACAAQQM2AgwgAEGUy8AANgIIIABCAjcCFCAA\
IABBBGqtQoCAgIAQhDcDKCAAIACtQoCAgIAQhDcDICAAIABBIGo2AhAgAEEIakHI68AAELwBAAsMJQsgAEEANgJYDCQLIABBASABLwECIgAgAEEBTRsgAhB0\
DCMLIABBATYCoAEMIgsgBEHgAGogAUEEahCNASAEKAJkQQF0IQMgBCgCYCEGA0AgA0UNIgJAIAYvAQBBBEYEQCAAQQE6ALkBDAELIABBAToAvAELIAZBAmoh\
BiADQQJrIQMMAAsACyAAQQA2AqABDCALAkACfyADQQFxRQRAIAEtAAEiBkEFTw0CIAFBAmoMAQsgASgCDCEGIAEoAggLIQMgBkEFbCEGIAAtALcBIQUDQCAG\
RQ0hIAMoAAEhAgJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAMtAABBAWsOEQABAgMEBQYHCAkKCwwNDxARDgsgAEEBOgC2AQwRCyAA\
QQI6ALYBDBALIAAgBUEBciIFOgC3AQwPCyAAIAVBAnIiBToAtwEMDgsgACAFQQhyIgU6ALcBDA0LIAAgBUEQciIFOgC3AQwMCyAAIAVBBHIiBToAtwEMCwsg\
AEEAOgC2AQwKCyAAIAVB/gFxIgU6ALcBDAkLIAAgBUH9AXEiBToAtwEMCAsgACAFQfcBcSIFOgC3AQwHCyAAIAVB7wFxIgU6ALcBDAYLIAAgBUH7AXEiBToA\
twEMBQsgACACNgGuAQwEC0EAIQUgAEEAOwG2ASAAQQI6ALIBCyAAQQI6AK4BDAILIAAgAjYBsgEMAQsgAEECOgCyAQsgA0EFaiEDIAZBBWshBgwACwALIAZB\
BEHk4MAAEOoBAAsgAEEBIAEvAQIiACAAQQFNGyACEHUMHgsgABCiAQwdCyAAEC4MHAsgBEHYAGogAUEEahCNASAEKAJcQQF0IQMgBCgCWCEGA0AgA0UNHAJA\
IAYvAQBBBEYEQCAAQQA6ALkBDAELIABBADoAvAELIAZBAmohBiADQQJrIQMMAAsACyAEQfAAaiIDIAAoApABIAAoApQBIAAoAkggACgCTBArIAAQ0QEgAkEA\
IAAgA0HAARAXKAKUARBuDBoLIAAoAmAiAyAAKAKkAUcEQCADRQ0aIAAgA0EBaxB2DBoLIABBASACEHUMGQsgACgCXCIDRQ0YQQEgAS8BAiIFIAVBAU0bIQYg\
A0EBayEFIAAoAmAhBwJ/A0AgAEEkQQAgAC0AuAEbaiEIIAUiA0UEQCAIQQAgB0HQgMAAELsBDAILIANBAWshBSAIIAMgB0HAgMAAELsBLQAOQQJGDQALIABB\
JEEAIAAtALgBG2ogAyAHQdCAwAAQuwELKAIAIQUgBCAAKAJgIgM2AnQgBCADNgJwIABBrAFqIQggBUECdEHggMAAaiEJIAVB/wBLIQoDQCAGBEACQAJAIAAo\
AqABIgdBAU0EQCAFIQMCQCAKDQAgByAIai0AAEEBcUUNACAJKAIAIQMLIARB0ABqIAAgAxBNIAQoAlANASAALQC7AUUEQCAAIAMQhwEMAwsgACADIARB8ABq\
ED8MAgsgB0ECQZCAwAAQbwALIAAgBCgCVBCpAQsgBCAAKAJgQQFqIgM2AnQgBkEBayEGDAEFIAQoAnAiACADTw0aIAIgACADEG4MGgsACwALIAEoAgghBwJA\
AkACQCABKAIMIgNBAkkNACAALQC5AQ0AIAAoAqABIgVBAk8NAiAFIABBrAFqIhBqLQAARQ0BCyAEIAAoAmAiBjYCbCAEIAY2AmggBCAHNgKwAiAEIAMgB2o2\
ArQCIABBrAFqIQcDQCAEQbACahClASIDQYCAxABGBEAgBCgCaCIAIAZPDRsgAiAAIAYQbgwbBQJAAkAgACgCoAEiBUEBTQRAAkAgA0H/AEsNACAFIAdqLQAA\
QQFxRQ0AIANBAnRB4IDAAGooAgAhAwsgBEFAayAAIAMQTSAEKAJADQEgAC0AuwFFBEAgACADEIcBDAMLIAAgAyAEQegAahA/DAILIAVBAkGQgMAAEG8ACyAA\
IAQoAkQQqQELIAQgACgCYEEBaiIGNgJsDAELAAsACyAEIAAoAmAiBTYCbCAEIAU2AmggBCAHNgKwAiAEIAMgB2oiCTYCtAIgAEGuAWohDiAFIQMDQAJAAkAC\
QCAEQbACahClASIGQYCAxABHBEAgBkEga0HfAE8NAiAEKAKwAiIFIAQoArQCRg0CIAUtAABBIGtB/wFxQd4ASw0CIARB+ABqIgwgDkEIai8AADsBACAEIA4p\
AAA3A3AgACgCXCELIAsgAEEkQQAgAC0AuAEbaiADQYCAwAAQtgEiAygCCCIPSw0CIAkgB2siCiAPIAtrQf////8AcSIFIAUgCksbIQggByAKaiEJQQAhBSAD\
KAIEIhEgC0EEdGoiDSEDA0ACQCAFIAhHBEAgBSAHai0AACISQSBrQf8BcUHfAEkNASAFIQgLIAhFDQQgC0UNAyANQQJrIgMtAABBAUcNAyADQQA6AAAgDUEQ\
a0EgNgIAIA1BDGsiAyAEKQNwNwAAIANBCGogDC8BADsAAAwDCyADIBI2AgAgA0EOakEAOgAAIANBBGogBCkDcDcAACADQQxqIAwvAQA7AAAgA0EQaiEDIAVB\
AWohBQwACwALIAQoAmgiACAFTw0cIAIgACAFEG4MHAsCQCAIIAtqIgMgD08NACARIANBBHRqIgMtAA5BAkcNACADQQA6AA4gA0EgNgIAIAMgBCkDcDcABCAD\
QQxqIAwvAQA7AAALAkACQCAIIApPBEAgCCAKRg0BDAILIAcgCGosAABBv39MDQELIAQgCTYCtAIgBCAHIAhqIgc2ArACIAAgCBCpAQwCCyAHIAogCCAKQbCA\
wAAQ4QEACwJAAkAgACgCoAEiA0EBTQRAAkAgBkH/AEsNACADIBBqLQAAQQFxRQ0AIAZBAnRB4IDAAGooAgAhBgsgBEHIAGogACAGEE0gBCgCSA0BIAAtALsB\
RQRAIAAgBhCHAQwDCyAAIAYgBEHoAGoQPwwCCyADQQJBkIDAABBvAAsgACAEKAJMEKkBCyAEKAK0AiEJIAQoArACIQcLIAQgACgCYCIDQQFqIgU2AmwMAAsA\
CyAFQQJBoIDAABBvAAsgACACEH8gAEEANgJcDBYLIAAgAhB/IAAtALwBQQFHDRUgAEEANgJcDBULIAEvAQIhBSAAKAKUASEIIAAoAqgBIQcgACgCYCEDIARB\
+ABqIABBtgFqLwAAOwEAIAQgACkArgE3A3AgAEEkQQAgAC0AuAEbaiADIAggB0EBaiADIAdLGyIAQQEgBSAFQQFNGyAEQfAAahBkIAIgAyAAEG4MFAsgAS8B\
AiEFIAAoAlwiAyAAKAKQASIHRgRAIAAgA0EBayIDNgJcCyAEQfgAaiAAQbYBai8AADsBACAEIAApAK4BNwNwIABBJEEAIAAtALgBG2ogACgCYCIAQaDWwAAQ\
tgEgAyAHIANrIgNBASAFIAVBAU0bIgUgAyAFSRsgBEHwAGoQEiACIAAgAEEBahBuDBMLIwBBEGsiBSQAAkACQAJAIAAoAlwiCEUNACAIIAAoApABTw0AIAVB\
CGogACICKAJUIgAgAigCWCIDIAgQVCAFKAIIQQFHDQAgBSgCDCIHIANLDQEgAkHQAGoiBigCACADRgR/IAZBuOvAABCZASACKAJUBSAACyAHQQJ0aiEAIAMg\
B0sEQCAAQQRqIAAgAyAHa0ECdBATGgsgACAINgIAIAIgA0EBajYCWAsgBUEQaiQADAELIwBBMGsiACQAIAAgAzYCBCAAIAc2AgAgAEEDNgIMIABB6MrAADYC\
CCAAQgI3AhQgACAAQQRqrUKAgICAEIQ3AyggACAArUKAgICAEIQ3AyAgACAAQSBqNgIQIABBCGpBuOvAABC8AQALDBILIABBARBKDBELIAAgAS0AAToArAEM\
EAsgACABLQABOgCtAQwPCyAAIAEtAAFBBHIgBBAyIAIgACgCYCIAIABBAWoQbgwOCwJAAkACQCABLQABQQFrDgMBAhAACyAAQQEgBBAyIAIgACgCYCAAKAKU\
ARBuDA8LIABBAiAEEDIgAkEAIAAoAmBBAWoQbgwOCwJAIAAtALgBDQACfyAAKAIUIgMgACgCHCIJRgRAIAAtACAMAQsgAEEIaiADIAlBf3NqQdDXwAAQmwEt\
ABgLIQcgBEHwAGogABBaIARBADYChAFBACEFA0ACQCAFIQgCQCAEKAKAASIDRQRAIAQoAnAiBiAEKAJ0IgNGBEAgBCkDeCETIAQgAzYCfCAEIAY2AnggBCAT\
NwNwIBOnIgYgE0IgiKdGDQMLIAQgBkEcajYCcAwBCyAEQQA2AoABIARB8ABqIAMQngEhBgsgBkUNACAEIAQoAoQBQQFqIgU2AoQBIAYtABgiAyAHciAHQQFz\
IANyIQdBAXENASAGKAIIQQR0IQMgBigCBCEGA0BBACEHIANFBEAgCCEFDAMLIANBEGshAyAGEHwgBkEQaiEGDQALDAELCyAIRQ0AIABBACAJIAggAEGuAWoQ\
tQELIABBAyAEEDIgAkEAIAAoApQBEG4MDQsgAEEAQQEgAS8BAiIDIANBAU0bEDIgAiAAKAJgIgAgAEEBahBuDAwLIAEvAQIhBSAAKAKUASEIIAAoAqgBIQcg\
ACgCYCEDIARB+ABqIABBtgFqLwAAOwEAIAQgACkArgE3A3AgAEEkQQAgAC0AuAEbaiADIAggB0EBaiADIAdLGyIAQQEgBSAFQQFNGyAEQfAAahC1ASACIAMg\
ABBuDAsLIABBAToAZCAAQQA6AL0BIABBAToAuwEgAEEAOwC5ASAAQQA7AbYBIABBAjoAsgEgAEECOgCuASAAQQA7AawBIABCADcCoAEgACAAKAKUAUEBazYC\
qAEgAEH8AEHoACAALQC4ARtqQQI6ABMMCgsCQEEBIAEvAQIiAiACQQFNG0EBayIDIAEvAQQiAiAAKAKUASIFIAIbQQFrIgJJIAIgBUlxRQRAIAAoAqQBIQMM\
AQsgACACNgKoASAAIAM2AqQBCyAAQQA2AlwgACADQQAgAC0AugEbNgJgDAkLIARBOGogAUEEahCOASAEKAI8QQF0IQMgBCgCOCEGA0AgA0UNCQJAAkACQAJA\
AkACQAJAAkACQCAGLwEAIgVBAWsOBwELCwsLAgMACyAFQZcIaw4DBgQFAwsgAEEBOgC9AQwGCyAAQQE6ALoBIABBADYCXCAAIAAoAqQBNgJgDAULIABBAToA\
uwEMBAsgAEEBOgBkDAMLIAAQogEMAgsgABCiAQsjAEEwayIFJAAgAC0AuAFFBEAgAEEBOgC4ASAAIAApAlw3ApgBIAVBDGoiByAAKAKQASAAKAKUASIIQQFB\
ACAAQa4BahAzIABBJGoiCRDVASAJIAdBJBAXGiACQQAgCBBuCyAFQTBqJAALIAZBAmohBiADQQJrIQMMAAsACyAEQTBqIAFBBGoQjgEgBCgCNEEBdCEDIAQo\
AjAhBgNAIANFDQgCQAJAAkACQAJAAkACQAJAAkAgBi8BACIFQQFrDgcBCgoKCgIDAAsgBUGXCGsOAwQGBQMLIABBADoAvQEMBgsgAEIANwJcIABBADoAugEM\
BQsgAEEAOgC7AQwECyAAQQA6AGQMAwsgACACEMUBDAILIAAgAhDFAQsgABAuCyAGQQJqIQYgA0ECayEDDAALAAsACyABLwEEIgJFDQUgAS8BAkEBayIFIAAo\
ApQBTw0FIAAoApABIgMgAkkNBSAAIAU2AmAgAEEAOgC2ASAAQQA7AawBIABBADYCoAEgACABLQAGOgC6ASAAIAAtALcBQeUBcToAtwEgACADIAJBAWsiACAC\
IANGGyAAIAEtAAcbNgJcDAULIAAoApQBIQdBACEFA0AgBSAHRg0FIAAoApABIQhBACEDA0AgAyAIRgRAIAIgBSAFQQFqIgUQbgwCBSAALQC4ASEGIARBAjoA\
dCAEQQI6AHAgBEEAOwB4IARBKGogAEEkQQAgBhtqIAMgBUHFACAEQfAAahAtIANBAWohAwwBCwALAAsACyAJKAIEIAkoAgggB0Hs3MAAEMIBLQAOQQJGBEAC\
QCAJKAIUIgVFDQBBACEIIAlBADYCFCAEIAU2AnwgBCALNgJwIAQoArwCQQFrIQogCSgCEEEEaiEHQQAhAwJAA0AgByEGIAMgBUYEQCAFIQMMAgsgBkEIaiEH\
IANBAWohAyAGKAIAIApHDQALIAZBBGsoAgAQugFBASEICyADQQN0IQYDQAJAIAMgBUcEQCAJKAIQIgogBmoiB0EEaigCACAEKAK8AkEBa0YEQCAHKAIAELoB\
IAhBAWohCAwCCyAKIAYgCEEDdGtqIAcpAgA3AgAMAQsgBCAFNgJ0IAQgCDYCeCAEQfAAahB6DAILIAZBCGohBiADQQFqIQMMAAsACyAJKAIEIAkoAgggBCgC\
vAJBAWtB/NzAABDCASIDQQA6AA4gA0EgNgIAIAMgBCkDsAI3AAQgA0EMaiAEQbgCai8BADsAAAsgBEEgaiAJKAIEIAkoAgggBCgCvAJBjN3AABCrASAEKAIg\
IAQoAiQgBCgCaBC3ASAJKAIEIAkoAgggBCgCvAJBnN3AABDCASIKLQAOQQJGBEACQCAJKAIUIgVFDQBBACEIIAlBADYCFCAEIAU2AnwgBCALNgJwIAkoAhBB\
BGohByAEKAK8AiELQQAhAwJAA0AgByEGIAMgBUYEQCAFIQMMAgsgBkEIaiEHIANBAWohAyAGKAIAIAtHDQALIAZBBGsoAgAQugFBASEICyADQQN0IQYDQAJA\
IAMgBUcEQCAJKAIQIgsgBmoiB0EEaigCACAEKAK8AkYEQCAHKAIAELoBIAhBAWohCAwCCyALIAYgCEEDdGtqIAcpAgA3AgAMAQsgBCAFNgJ0IAQgCDYCeCAE\
QfAAahB6DAILIAZBCGohBiADQQFqIQMMAAsACyAKQQA6AA4gCkEgNgIAIAogBCkDsAI3AAQgCkEMaiAEQbgCai8BADsAAAsgBEEYaiAJKAIEIAkoAggiAyAD\
IAQoAmhrQazdwAAQqwEgBCgCGCEDIAQoAhwgBEH4AGoiByAEQbgCai8BADsBACAEIAQpA7ACNwNwQQR0IQYDQCAGBEAgA0EgNgIAIANBADoADiADIAQpA3A3\
AgQgA0EMaiAHLwEAOwEAIAZBEGshBiADQRBqIQMMAQsLIAlBADoAGCAAKAJgIQMLIAIgAyADQQFqEG4MAgtBAAshAiAAIAIgACgCkAEiAEEBayAAIAJLGzYC\
XAsCQCABLQAAIgBBNkYNAAJAAkACQAJAAkACQEErIABBAmsiAiACQTRPG0H/AXFBEWtBH3cODwABBgYGBgYGBgIGAwYEBQYLIAFBBGoQ0gEMBQsgAUEEahDS\
AQwECyABKAIEIgBBgICAgHhGDQMgACABKAIIQQFBARB4DAMLIAFBBGoQ0gEMAgsgAEUNASABKAIEIAEoAghBAUEFEHMMAQsgAUEEahDSAQsgBEHAAmokAAuF\
HAIefwF+IwBBgANrIgIkACABQRlqIQcgAUEMaiETIAFBBGohECABQSxqIRQgAkGLAmohFSACQdACaiIDQQRqIRYgAkHEAGohCSADQQhqIQggAkHwAGohBiAC\
QdABaiEbIANBA2ohFyACQaABaiIEQRlqIRggBEEMaiERIANBHGohGSACQZABaiEaIAJBMGohCwJAAkACQAJAA0AgAkHQAmoiAyABQSwQFxogAUGAgICAeDYC\
AAJAIAIoAtACQYCAgIB4RgRAIAJBFGogFBAsIAMQ3AEMAQsgAkEUaiACQdACakEsEBcaCwJAAkACQAJAIAIoAhQiBEGAgICAeEcEQCACQUBrIgNBGGoiHCAC\
QRRqIgVBGGooAgA2AgAgA0EQaiIdIAVBEGopAgA3AwAgA0EIaiIeIAVBCGopAgAiIDcDACACIAIpAhQ3A0AgAkHoAGoiHyALQQhqKQIANwMAIAIgCykCADcD\
YEF/ICCnIgMgASgCSCIFRyADIAVLG0H/AXEOAgIDAQsgAkEUahDcAQwGCyAFQQFHDQIgAigCRCADQQBBjN7AABDCASEEIAIoAkghAyAELQAOQQFHDQIgAkHQ\
AmoiCEEIaiACKAJEIANBAEGc3sAAEMIBIgNBDGovAAA7AQAgAiADKQAENwPQAiACQUBrQQBBAiAIECJBACEDA0AgA0EQRgRAIAIoAkghAwwEBQJAIAJB4ABq\
IANqIgQtAARBAkYNACAEKAIAQQJPDQAgBEEAOgAECyADQQhqIQMMAQsACwALIAJBgAJqIAJBKGopAgA3AwAgAkH4AWogAkEgaikCADcDACACQegBaiALQQhq\
KQIANwMAIAIgAikCGDcD8AEgAiALKQIANwPgAQwFCyACQfQAaiAUECwCQAJAIAIoAnRBgICAgHhGBEAgAkFAayABKAJIEFggAkEAOgBYDAELIAJBoAFqIgNB\
GGogAkH0AGoiBEEYaigCADYCACADQRBqIARBEGopAgA3AwAgA0EIaiAEQQhqKQIANwMAIAJByAFqIhIgGkEIaikCADcDACACIAIpAnQ3A6ABIAIgGikCADcD\
wAEgASgCSCENAkAgAi0AWEUEQCACQUBrIA0QWCAXQQhqIBIpAwA3AAAgFyACKQPAATcAACACQdACaiIDQQJqIBhBAmotAAA6AAAgAkHYAWogEUEIaigCADYC\
ACACQYgCaiIEQQhqIAgpAQA3AwAgBEEPaiADQQ9qKAAANgAAIAIgGC8AADsB0AIgAiARKQIANwPQASACIAIpAdACNwOIAiACKAKgASEDIAIoAqQBIQwgAigC\
qAEhDiACLQC4ASEPDAELIA0gAigCSCIKayEFIAIoAqgBIQQgAi0AuAFFBEACQCACKAKkASAEEIUBIgNFDQAgAyAESw0AIAIgBCADayIENgKoAQsgAiAbNgLk\
AiACQQA2AtgCIAJBADYC0AIgAiACQcABajYC4AIDfyACQdACahCGASIDBH8gAyAEEK0BDAEFIAIoAqgBCwshBAsgBCAFTQRAIAggAikDwAE3AgAgCEEIaiAS\
KQMANwIAIAJBADYC+AIgAkIANwLwAiACQoCAgIAgNwLoAiACIAY2AtQCIAJB4ABqIQMgBiEEA0ACQAJAAkAgAyAERg0AIAIgA0EIajYC0AIgAkEIaiAIEJIB\
IAItAAwiBEECaw4CAgABCyACQUBrIgMgAkGgAWogChBAIAMgAigCpAEgAigCqAEQrgEgAi0AuAFFBEAgAkEAOgBYIAMgDRBYCyACQaABahDXAUGAgICAeCED\
DAQLIAIoAgghBSADIARBAXE6AAQgAyAFIApqNgIACyACKALQAiEDIAIoAtQCIQQMAAsACyACKAKkASAEIAVBvN3AABDCAS0ADkECRgRAIBZBCGogAigCRCAC\
KAJIIApBAWtBzN3AABDCASIDQQxqLwEAOwEAIBYgAykCBDcCACACQQA6AN4CIAJBIDYC0AIgAkFAayACQdACakHc3cAAEJMBIAIoAkghCiAFQQFrIQULIAJB\
0AJqIAJBoAFqIAUQN0EAIQMDQCADQRBGBEACQCACQUBrIgMgAkGgAWogChBAIAIoAqgBIgQgBUkNACADIAIoAqQBIAUQrgEgAigCoAEhAyACKAKkASIMIAIo\
AqgBIgQgBRC3ASAVIAIpA8ABNwAAIBVBCGogEikDADcAACACQdgBaiAIKAIANgIAIAIgAikC0AI3A9ABIAItALgBIQ8gERDTASAEIAQgBWsiBSAEIAVJGyEO\
DAMLBQJAIAJBwAFqIANqIgRBBGoiDi0AACIPQQJGDQAgBCgCACIMIAVJBEAgAkHgAGogA2oiBCAKIAxqNgIAIA5BAjoAACAEQQRqIA86AAAMAQsgBCAMIAVr\
NgIACyADQQhqIQMMAQsLIAUgBEHs3cAAEOoBAAsgARDcASABIA42AgggASAMNgIEIAEgAzYCACABIA86ABggEyACKQPQATcCACATQQhqIAJB2AFqKAIANgIA\
IAcgAikDiAI3AAAgB0EIaiACQYgCaiIDQQhqKQMANwAAIAdBD2ogA0EPaigAADYAACACKAJIIA1HDQELIAJB8AFqIgNBCGogCUEIaikCADcDACADQRBqIAlB\
EGopAgA3AwAgAkHoAWogAkHoAGopAwA3AwAgAiACKQNgNwPgASACIAkpAgA3A/ABIAIoAkAhBAwDCyAZIAIpA2A3AgAgAkHQAmoiA0EYaiAcKAIANgIAIANB\
EGogHSkDADcDACAIIB4pAwA3AwAgGUEIaiAfKQMANwIAIAIgAikDQDcD0AIgAkGIAmoiBCADQSwQFxogARDcASABIARBLBAXGgwBCwsCQCACLQBYDQAgAigC\
RCADEIUBIQQgAiAGNgLkAiACQQA2AtgCIAJBADYC0AIgAyAEayEEIAIgAkHgAGo2AuACA0AgAkHQAmoQhgEiAwRAIAMgBBCtAQwBCwsgAigCSCIDIAQgBSAE\
IAVLGyIESQ0AIAIgBDYCSCAEIQMLAkAgAyAFTQRAQYCAgIB4IQMMAQsCQCACKAJEIAMgBUGs3sAAEMIBLQAOQQJHBEAgAkGIAmoiBiACQUBrIgMgBRBdIAIt\
AFghBCACQdACaiADIAUQNyACQcgCaiACQdgCaigCADYCACACIAIpAowCNwO4AiACIAIpAtACNwPAAiACKAKIAiEDIAYgAkHgAGogBRBQDAELIAJBiAJqIgog\
AkFAayIGIAVBAWsiBRBdIAItAFghBCACQdACaiIIIAYgBRA3IAJByAJqIAJB2AJqKAIANgIAIAIgAikCjAI3A7gCIAIgAikC0AI3A8ACIAIoAogCIQMgCiAC\
QeAAaiAFEFAgCEEMaiACKAJEIAIoAkgiBSAFQQFrQczewAAQwgEiBUEMai8BADsBACACQQA6AN4CIAJBIDYC0AIgAiAFKQIENwLUAiAGIAhB3N7AABCTAQsg\
AkHbAmogAkGQAmopAgA3AAAgAkEBOgBYIAIgAikCiAI3ANMCCyABENwBIAEgAzYCACABIAQ6ABggECACKQO4AjcCACAQQQhqIAJBuAJqIgNBCGopAwA3AgAg\
EEEQaiADQRBqKAIANgIAIAcgAikA0AI3AAAgB0EIaiACQdACaiIDQQhqKQAANwAAIAdBD2ogA0EPaigAADYAACACQfABaiIDQQhqIAlBCGopAgA3AwAgA0EQ\
aiAJQRBqKQIANwMAIAIgCSkCADcD8AEgAigCQCEEIAJB6AFqIAJB6ABqKQMANwMAIAIgAikDYDcD4AELIARBgICAgHhHDQELIABBgICAgHg2AgAMAQsgASAB\
KAJMIghBAWo2AkwgAkGUAmoiAyACQfABaiIGQQhqKQMANwIAIAJBnAJqIAZBEGopAwAiIDcCACACIAIpA/ABNwKMAiACIAQ2AogCIAJB4AJqIAJB6AFqKQMA\
NwIAIAIgAikD4AE3AtgCIAIgAigCkAI2AqABIAIgAkGgAWo2AhQCQCAgpyIGRQ0AIAIgBjYCgAFBACEFIAJBADYCnAIgAiADNgJ0QXghBEEAIQMCQANAIAMg\
BkYEQCAGIQMMAgsgA0EBaiEDIAJBFGohCkEAIQcCQCAEQQhqIgQgAigCmAJqIgkoAgAiC0F/Rg0AIAsoAgBFDQAgCSgCBCAKKAIAKAIATSEHCyAHDQALIAko\
AgAQugFBASEFCyADQQN0IQQDQAJAIAMgBkcEQCACQRRqIQpBACEJAkAgAigCmAIgBGoiBygCACILQX9GDQAgCygCAEUNACAHKAIEIAooAgAoAgBNIQkLIAlF\
BEAgBygCABC6ASAFQQFqIQUMAgsgAigCmAIgBUEDdGsgBGogBykCADcCAAwBCyACIAY2AnggAiAFNgJ8IAJB9ABqEHoMAgsgBEEIaiEEIANBAWohAwwACwAL\
IAJB2AJqIQYgAkEANgL4AiACQgA3AvACIAJCgICAgCA3AugCIAIgASgCVCIDQRhqIgQ2AtQCIAEoAlAhBQNAAkAgAyAERg0AIAIgA0EMajYC0AIgAiAGEJIB\
AkACQCACLQAEIgdBAmsOAgECAAsgAigCACEBIAUoAgAhBCADIAg2AgggA0EBNgIAIAMgASAESSIDIAdxIAEgBEEBayADG2o2AgQLIAIoAtACIQMgAigC1AIh\
BAwBCwsgACACKQKIAjcCACAAQRhqIAJBiAJqIgFBGGooAgA2AgAgAEEQaiABQRBqKQIANwIAIABBCGogAUEIaikCADcCAAsgAkGAA2okAAuWFAIkfwF+IwBB\
8ABrIgMkACADQSxqIAAQhAEgAygCLCIFQQA2AqgGIAVBADYCnAYgBUEANgKQBiAFQQA2AoQGIAVBADYC+AUgBS0AZEEBcQRAIAUoAmAgAUYgAkEAR3EhISAF\
KAJcIQYLIANB2ABqIAVBJEEAIAUtALgBG2oQWgJAAkAgAygCaCICRQ0AIANBADYCaCABIAJqIgAgAk8EQCAAIQEMAQsgA0HYAGogAkEBaxCeAUUNAQsgA0HY\
AGoiAiABEJ4BIgFFDQAgBUGgBmohHCAFQZwGaiEUIAVBlAZqIR0gBUGQBmohFSAFQYgGaiEeIAVB/AVqIRYgBUHwBWohGCABKAIEIgAgASgCCEEEdGohIiAD\
Qd4AaiEjIAJBBHIhJCAGQf//A3EhJSACQQlqISZBBSEBQQUhCQNAAkACQAJAIAAiCCAiRwRAIAhBEGohACAILQAOIgtBAUsNBCAIKAIAIQcgCEEEaiEfQYEE\
IAtBA3R2IQwCQAJAIAMCfwJAICEgJSARQf//A3EiGUZxIAhBDWoiEi0AAEEQcUEEdkcEQEEBIB8oAAAiBEH/AXFBAkYNAhogBEEBcQ0BIARBgP4DcUEDcgwC\
CyADQQUgCCgACCICQYB+cUEEQQMgAkEBcRtyIAJB/wFxQQJGGyIENgJUQQAhCiAIKAAEIgZB/wFxQQJHDQJBACECDAcLIARBgH5xQQRyCyIENgJUQQIhAiAI\
KAAIIgZB/wFxQQJHDQFBACEKDAULIAZBCHYhCiAGQQFxDQNBAyECIAZBgPADcQ0EIAUtAKwGQQFHDQQMAgsgBkEIdiEKIAZBAXENAkEDIQIgBkGA8ANxDQMg\
BS0ArAYNAQwDCyAJQf8BcUEFRwRAIBggD60gCa1C/wGDQiCGIBqtQiiGhIRB3MjAABCnAQsgAUH/AXFBBUcEQCADIA07AF8gA0HhAGogDUEQdjoAACADIA46\
AGIgAyABOgBeIAMgEDsBXCADIBc2AlggFiADQdgAakHsyMAAEI8BCyAFKAKoBiEAIAUoAqQGIQIgBSgCnAYhBCAFKAKYBiEIIAUoApAGIRQgBSgCjAYhFSAF\
KAKEBiEHIAUoAoAGIQYgBSgC+AUhCSAFKAL0BSEFIANBADYCVCADQSBqIANB1ABqEAciAUGvx8AAQQIgBSAJECQCQAJ/IAMoAiAEQCADKAIkDAELIANBGGog\
A0HUAGogAUGxx8AAQQQgBiAHECQgAygCGARAIAMoAhwMAQsgA0EQaiADQdQAaiABQbXHwABBCiACIAAQJCADKAIQBEAgAygCFAwBCyADQQhqIANB1ABqIAFB\
v8fAAEEOIBUgFBAkIAMoAggEQCADKAIMDAELIAMgA0HUAGogAUHNx8AAQQ4gCCAEECQgAygCAEUNASADKAIECyEAIAFBhAFPBEAgARADCyADIAA2AlRB4IXA\
AEErIANB1ABqQdCFwABB/MjAABBjAAsgAygCMCADKAI0EOwBIANB8ABqJAAgAQ8LIApBCHIgCiAILQAMQQFGGyEKDAELQQQhAgsgDEEDcSEgIAMgCkEIdEGA\
/gNxIAZBgIB8cXIiCiACciIGNgI4IANBACADQdQAaiITIARB/wFxQQVGIgQbNgJgIAMgD60gCa1C/wGDQiCGIBqtQiiGhIQiJzcDWAJAIAlB/wFxQQVGBEBB\
BSEJIAQNASAMQRB0IBlyQf///wdxIQ8gExB+IglBCHYhGgwBCyAERQRAICQgA0HUAGoiBBB3RQRAIBggJ0GcycAAEKcBIAxBEHQgGXJB////B3EhDyAEEH4i\
CUEIdiEaDAILIA9B//8DcSAgIA9BEHZqQRB0ciEPDAELIBggJ0GMycAAEKcBQQUhCQtB2MbAACAHEKYBIQQCQAJAAkACQAJ/AkAgB0GgywBGDQAgB0GDygBG\
DQAgB0H9//8AcUH5ygBGDQAgBA0AQeTGwAAgBxCmAQ0AQajGwAAgBxCmASEEAkAgB0GPzQBGDQAgBA0AQbTGwAAgBxCmAQ0AQcDGwAAgBxCmAQ0AQczGwAAg\
BxCmAUUNAwsgA0E4ahB+IQwgEi0AAEECdEH8AHFBAiAIQQxqLQAAIgRBAUYgBEECRhtyQf8BcSELIB0oAgAiEyAUKAIAIgZGBEAjAEEQayIEJAAgBEEIaiAd\
IBNBAUEEQRAQPSAEKAIIIhNBgYCAgHhHBEAgBCgCDBogE0GsycAAEOcBAAsgBEEQaiQACyAFKAKYBiAGQQR0aiIEIAs6AAwgBCAMNgIIIAQgBzYCBCAEIBE7\
AQAgFAwBCyADQThqEH4hDCAeKAIAIgsgFSgCACIGRgRAIwBBEGsiBCQAIARBCGogHiALQQFBBEEMED0gBCgCCCILQYGAgIB4RwRAIAQoAgwaIAtBvMnAABDn\
AQALIARBEGokAAsgBSgCjAYgBkEMbGoiBCAMNgIIIAQgBzYCBCAEIBE7AQAgFQsgBkEBajYCAEEgIQcMAQsgB0GAAUkNACALQQFxDQEgB0H//wNNBEAgB0ED\
dkGQhsAAai0AACAHQQdxdkEBcUUNAQwCC0GcxsAAIAcQpgENAQsgAyANOwBfICYgDUEQdiIEOgAAIAMgHzYCZCADIA46AGIgAyAQOwFcIAMgFzYCWCADIAE6\
AF4CQCABQf8BcUEFRg0AAkAgA0E4aiAjEHcEQCASLQAAQQJ0QfwAcUECIAhBDGotAAAiBkEBRiAGQQJGG3JBvwFxIA5zQb8BcUUNAQsCQCAHQSBHDQAgDkEI\
cUEDdiASLQAAIgZBAnFBAXZHDQAgDkEQcUEEdiAGQQRxQQJ2Rg0BCyADIA07AE8gA0HIAGoiBkEJaiAEOgAAIAMgDjoAUiADIAE6AE4gAyAQOwFMIAMgFzYC\
SCAWIAZBzMnAABCPAQwBCyAQQQFqIRAgASECDAILIBtBEHQgGXIhFyASLQAAQQJ0QfwAcUECIAhBDGotAAAiAUEBRiABQQJGG3JB/wFxIQ4gCkEIdiENQQEh\
EAwBCyABQf8BcUEFRwRAIAMgDTsAQyADQTxqIgJBCWogDUEQdjoAACADIA46AEYgAyABOgBCIAMgEDsBQCADIBc2AjwgFiACQdzJwAAQjwELIBItAAAhAiAI\
QQxqLQAAIQEgAyAGNgFeIANBATsBXCADIBs7AVogAyAROwFYIAMgAkECdEH8AHFBAiABQQFGIAFBAkYbcjoAYiAWIANB2ABqQezJwAAQjwFBBSECCyAFKAKo\
BiIEIAUoAqAGRgRAIwBBEGsiASQAIAFBCGogHCAcKAIAQQFBBEEEED0gASgCCCIIQYGAgIB4RwRAIAEoAgwaIAhB/MnAABDnAQALIAFBEGokAAsgG0EBaiEb\
IAUoAqQGIARBAnRqIAc2AgAgBSAEQQFqNgKoBiARICBqIREgAiEBDAALAAtBzMjAABDtAQAL/w4CD38CfiMAQcACayIIJAAgBygCAEEBcSEUIAEoAhQiCyAH\
KAIIIAEoAhwiDmtqIREgBygCBCEVAkAgASgCGCIPIAJGDQACQAJAIAYEQCAIIBE2AlwgCCAVNgJYIAggFDYCVCAIIAQ2AkwgCEEBNgJIIAggBSAOayALajYC\
UCAPQQFrIQpBaCEJA0AgCQRAIAhByABqIAlqIgVBIGooAgAhBEECIQ0gBUEYaigCAEEBcQRAIAogBUEcaigCACIFIAUgCksbIQwgBSAPRiENCyAIQcgBaiAJ\
aiIFQSBqIAQ2AgAgBUEcaiANOgAAIAVBGGogDDYCACAJQQxqIQkMAQsLIAhBEGoiBUEQaiAIQcgBaiIEQRBqKQIANwMAIAVBCGogBEEIaikCADcDACAIIAgp\
AsgBNwMQIAFBADYCFCAIIAI2AixBACEJA0AgCUEYRwRAIAhBMGogCWpBADYCACAJQQxqIQkMAQsLQQAhCSAIQQA2ApQBIAggAjYCkAEgCEEANgKIASAIIAs2\
AoQBIAhCADcCfCAIIAs2AnggCCABQQhqIgw2AnQgCCAIQTBqNgKcASAIIAhBLGo2ApgBIAggCEEQajYCjAEgCEGAgICAeDYCSCAIQawBaiAIQcgAaiIEEA0C\
QCAIKAKsAUGAgICAeEYEQCAEECdBBCENQQAhCwwBCyAIQQhqQQRBBEEcQYTPwAAQTyAIQawBaiIEQQhqKQIAIRcgBEEQaikCACEYIARBGGooAgAhBSAIKAII\
IQQgCCgCDCINIAgpAqwBNwIAIA1BGGogBTYCACANQRBqIBg3AgAgDUEIaiAXNwIAIAhBATYCqAEgCCANNgKkASAIIAQ2AqABIAhByAFqIAhByABqQdgAEBca\
QRwhCkEBIQsDQCAIQaQCaiAIQcgBahANIAgoAqQCQYCAgIB4RwRAIAgoAqABIAtGBEAgCEGgAWogC0EBQQRBHBCaASAIKAKkASENCyAKIA1qIgUgCCkCpAI3\
AgAgBUEYaiAIQaQCaiIEQRhqKAIANgIAIAVBEGogBEEQaikCADcCACAFQQhqIARBCGopAgA3AgAgCCALQQFqIgs2AqgBIApBHGohCgwBCwsgCEGkAmoQ3AEg\
CEHIAWoQJyAIKAKgASEJCyAIKAIwQQFxRQ0BIAgoAjQhBCAIKAI4IQUgCCgCPCEUIAgoAkAhFSAIKAJEIREgDBBLIAEoAgggASgCDEEEQRwQcyABIAs2AhQg\
AUEANgIQIAEgDTYCDCABIAk2AgggCyAOSQRAIAhBADsA0AEgCEECOgDMASAIQQI6AMgBIAEgDiALayACIAhByAFqEBogASgCFCELCyAOIAtrIAVqIgxBAE4h\
CiAMQQAgChshBSAOQQAgDCAKG2shDgwDCyAIQcgBaiABKAIIIAEoAhAgCxBqIAJBAWshFiABKAIMIgwgCCgC1AFBHGxqIRIgDCAIKALQAUEcbGohCyAMIAgo\
AswBQRxsaiEKIAwgCCgCyAFBHGxqIQkDQAJAIAkgCkcEQCAJQRxqIQ0gCiEMDAELIAsgEkYNAyALRQ0DIAtBHGohDSAJIAshCSASIQwgCiESIQsLAkAgCUEI\
aiIQKAIAIhMgAk0EQCAJIAIQWAwBCyAIQcgBaiIPQQhqIAlBBGooAgAgEyAWQfzdwAAQwgEiCkEMai8AADsBACAIIAopAAQ3A8gBIAkgAiATIA8QIiAQKAIA\
IAJJDQAgECACNgIACyANIQkgDCEKDAALAAtBgNjAAEEfQaDYwAAQfQALIBYgBCAEIBZLGyEEIAEoAhQhCwsCQAJAAkACQAJAAkACQEF/IAMgDkcgAyAOSRtB\
/wFxDgIFAQALIAFBCGohEiAOIAVBf3NqIgwgDiADayITIAwgE0kbIhBFDQMgCyAQSQ0CIAhByAFqIAEoAgggASgCECALEGogCCgCzAEgCCgCyAEhDSAIKALU\
ASAIKALQASEKIAEgCyAQayILNgIUIAprIQkgASgCDCIMIApBHGxqIQogDWsiDyALTw0BIAkgCyAPayIMayEJIAogDEEcbGohCgNAIAlFDQMgCUEBayEJIAoQ\
1wEgCkEcaiEKDAALAAsgAyAOayIJIAsgDmsiCiAJIApJGyIMIAVqIQUgCSAKTQ0DIAhBADsA0AEgCEECOgDMASAIQQI6AMgBIAEgCSAMayACIAhByAFqEBoM\
AwsgDCANQRxsaiALQRxsaiEMIA8gC2shDQNAIA0EQCANQQFrIQ0gDBDXASAMQRxqIQwMAQUDQCAJRQ0DIAlBAWshCSAKENcBIApBHGohCgwACwALAAsACyAS\
IAEoAhRBAWsQnQEiDEUNAiAMQQA6ABgLIAUgE2sgEGohBQsgASADNgIcIAEgAjYCGCAGBEBBASEJAkAgFEEBcUUEQEEAIQkMAQsgASgCFCIBIANrIQMgFUEA\
IAMgEU0gASARS3EiARshAiARIANrQQAgARshCgsgByAKNgIIIAcgAjYCBCAHIAk2AgALIAAgBTYCBCAAIAQ2AgAgCEHAAmokAA8LQbDYwAAQ7QEAC5kKAQp/\
AkACQAJAIAAoAgAiBSAAKAIIIgNyBEACQCADQQFxRQ0AIAEgAmohBgJAIAAoAgwiCUUEQCABIQQMAQsgASEEA0AgBCAGRg0CAn8gBCIDLAAAIgRBAE4EQCAD\
QQFqDAELIANBAmogBEFgSQ0AGiADQQNqIARBcEkNABogA0EEagsiBCADayAHaiEHIAkgCEEBaiIIRw0ACwsgBCAGRg0AAkAgBCwAAEEATg0ACyAHIAICfwJA\
IAdFDQAgAiAHTQRAIAIgB0YNAUEADAILIAEgB2osAABBQE4NAEEADAELIAELIgMbIQIgAyABIAMbIQELIAVFDQMgACgCBCELIAJBEE8EQCABIAFBA2pBfHEi\
B2siCCACaiIKQQNxIQlBACEFQQAhAyABIAdHBEAgCEF8TQRAQQAhBgNAIAMgASAGaiIELAAAQb9/SmogBEEBaiwAAEG/f0pqIARBAmosAABBv39KaiAEQQNq\
LAAAQb9/SmohAyAGQQRqIgYNAAsLIAEhBANAIAMgBCwAAEG/f0pqIQMgBEEBaiEEIAhBAWoiCA0ACwsCQCAJRQ0AIAcgCkF8cWoiBCwAAEG/f0ohBSAJQQFG\
DQAgBSAELAABQb9/SmohBSAJQQJGDQAgBSAELAACQb9/SmohBQsgCkECdiEGIAMgBWohBQNAIAchCCAGRQ0EQcABIAYgBkHAAU8bIglBA3EhCiAJQQJ0IQdB\
ACEEIAZBBE8EQCAIIAdB8AdxaiEMIAghAwNAIAQgAygCACIEQX9zQQd2IARBBnZyQYGChAhxaiADKAIEIgRBf3NBB3YgBEEGdnJBgYKECHFqIAMoAggiBEF/\
c0EHdiAEQQZ2ckGBgoQIcWogAygCDCIEQX9zQQd2IARBBnZyQYGChAhxaiEEIAwgA0EQaiIDRw0ACwsgBiAJayEGIAcgCGohByAEQQh2Qf+B/AdxIARB/4H8\
B3FqQYGABGxBEHYgBWohBSAKRQ0ACyAIIAlB/AFxQQJ0aiIEKAIAIgNBf3NBB3YgA0EGdnJBgYKECHEhAyAKQQFGDQIgAyAEKAIEIgNBf3NBB3YgA0EGdnJB\
gYKECHFqIQMgCkECRg0CIAMgBCgCCCIDQX9zQQd2IANBBnZyQYGChAhxaiEDDAILIAJFBEBBACEFDAMLIAJBA3EhBAJAIAJBBEkEQEEAIQVBACEIDAELQQAh\
BSABIQMgAkEMcSIIIQcDQCAFIAMsAABBv39KaiADQQFqLAAAQb9/SmogA0ECaiwAAEG/f0pqIANBA2osAABBv39KaiEFIANBBGohAyAHQQRrIgcNAAsLIARF\
DQIgASAIaiEDA0AgBSADLAAAQb9/SmohBSADQQFqIQMgBEEBayIEDQALDAILDAILIANBCHZB/4EccSADQf+B/AdxakGBgARsQRB2IAVqIQULAkAgBSALSQRA\
IAsgBWshBgJAAkACQCAALQAYIgNBACADQQNHGyIDQQFrDgIAAQILIAYhA0EAIQYMAQsgBkEBdiEDIAZBAWpBAXYhBgsgA0EBaiEDIAAoAhAhCCAAKAIgIQQg\
ACgCHCEAA0AgA0EBayIDRQ0CIAAgCCAEKAIQEQIARQ0AC0EBDwsMAQsgACABIAIgBCgCDBEDAARAQQEPC0EAIQMDQCADIAZGBEBBAA8LIANBAWohAyAAIAgg\
BCgCEBECAEUNAAsgA0EBayAGSQ8LIAAoAhwgASACIAAoAiAoAgwRAwAL5AsBCn8jAEEwayICJABBASEHAkAgASgCHCIFQScgASgCICIKKAIQIggRAgANAAJA\
AkACQCACAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAAoAgAiAQ4oAgEBAQEBAQEBAwUBAQQBAQEBAQEBAQEBAQEBAQEBAQEBAQsBAQEBBwALIAFB\
3ABGDQULIAFB/wVLDQYMCAsgAkIANwEKIAJB3OAAOwEIDAYLIAJCADcBCiACQdzoATsBCAwFCyACQgA3AQogAkHc5AE7AQgMBAsgAkIANwEKIAJB3NwBOwEI\
DAMLIAJCADcBCiACQdy4ATsBCAwCCyACQgA3AQogAkHczgA7AQgMAQtBEUEAIAFBr7AETxsiAEEIciEDIAAgAyABQQt0IgAgA0ECdEGEgMEAaigCAEELdEkb\
IgRBBHIhAyAEIAMgA0ECdEGEgMEAaigCAEELdCAASxsiBEECciEDIAQgAyADQQJ0QYSAwQBqKAIAQQt0IABLGyIEQQFqIQMgBCADIANBAnRBhIDBAGooAgBB\
C3QgAEsbIgRBAWohAyAEIAMgA0ECdEGEgMEAaigCAEELdCAASxsiBEECdEGEgMEAaigCAEELdCEDAkAgACADRiAAIANLaiAEaiIDQSFNBEAgA0ECdEGEgMEA\
aiIEKAIAQRV2IQBB7wUhBgJ/AkAgA0EhRg0AIAQoAgRBFXYhBiADDQBBAAwBCyAEQQRrKAIAQf///wBxCyEEAkAgBiAAQX9zakUNACABIARrIQtB7wUgACAA\
Qe8FTRshCSAGQQFrIQNBACEEA0AgACAJRg0DIAsgBCAAQYyBwQBqLQAAaiIESQ0BIAMgAEEBaiIARw0ACyADIQALIABBAXFFDQMgAkEYaiIAQQhqIgMgAUEP\
cUG+7MAAai0AADoAACACQQA6ABogAkEAOwEYIAIgAUEUdkG+7MAAai0AADoAGyACIAFBBHZBD3FBvuzAAGotAAA6AB8gAiABQQh2QQ9xQb7swABqLQAAOgAe\
IAIgAUEMdkEPcUG+7MAAai0AADoAHSACIAFBEHZBD3FBvuzAAGotAAA6ABwgACABQQFyZ0ECdiIBaiIEQfsAOgAAIARBAWtB9QA6AAAgACABQQJrIgFqQdwA\
OgAAIAJB/QA6ACEgAkEQaiADLwEAOwEAIAIgAikCGDcDCAwGCyADQSJBzP7AABBvAAsgCUHvBUHc/sAAEG8AC0EAIQFBAgwECyABQSBJDQEgAUH/AEkNACAB\
QYCABE8EQCABQYCACEkEQCABQfjywABBLEHQ88AAQdABQaD1wABB5gMQMUUNAwwCCyABQf7//wBxQZ7wCkYNAiABQeD//wBxQeDNCkYNAiABQcDuCmtBeUsN\
AiABQbCdC2tBcUsNAiABQfDXC2tBcEsNAiABQYDwC2tB3WxLDQIgAUGAgAxrQZ10Sw0CIAFB0KYMa0F6Sw0CIAFBgII4a0GvxVRLDQIgAUHwgzhJDQEMAgsg\
AUGG+cAAQShB1vnAAEGiAkH4+8AAQakCEDFFDQELIAIgATYCDCACQYABOgAIDAMLIAJBJGoiAEEIaiIDIAFBD3FBvuzAAGotAAA6AAAgAkEAOgAmIAJBADsB\
JCACIAFBFHZBvuzAAGotAAA6ACcgAiABQQR2QQ9xQb7swABqLQAAOgArIAIgAUEIdkEPcUG+7MAAai0AADoAKiACIAFBDHZBD3FBvuzAAGotAAA6ACkgAiAB\
QRB2QQ9xQb7swABqLQAAOgAoIAAgAUEBcmdBAnYiAWoiBEH7ADoAACAEQQFrQfUAOgAAIAAgAUECayIBakHcADoAACACQf0AOgAtIAJBEGogAy8BADsBACAC\
IAIpAiQ3AwgLQQoLIgA6ABMgAiABOgASIAItAAhBgAFHDQEgAigCDCEBCyAFIAEgCBECAEUNAQwCCyAFIAFB/wFxIgEgAkEIamogACABayAKKAIMEQMADQEL\
IAVBJyAIEQIAIQcLIAJBMGokACAHC/YKAQd/IwBBQGoiBCQAIAQgATYCGCAEIAAoAggiBSABayIGQQAgBSAGTxsiBiACIAIgBksbIgI2AhwCQAJAIAJFDQAg\
BCAFNgIgIABBDGohCSAEIARBIGo2AiwgBCAEQRxqNgIoIAQgBEEYajYCJAJAIAAoAhQiAkUNACAAQQA2AhQgBCACNgI8IAQgCTYCMEF4IQVBACEBAkADQCAB\
IAJGBEAgAiEBDAILIAFBAWohASAEQSRqIAVBCGoiBSAAKAIQaiIGEIkBDQALIAYoAgAQugFBASEHCyABQQN0IQUDQAJAIAEgAkcEQCAEQSRqIAAoAhAgBWoi\
BhCJAUUEQCAGKAIAELoBIAdBAWohBwwCCyAAKAIQIAdBA3RrIAVqIAYpAgA3AgAMAQsgBCACNgI0IAQgBzYCOCAEQTBqEHogACgCCCEFIAQoAhghAQwCCyAF\
QQhqIQUgAUEBaiEBDAALAAsgACgCBCAFIAFBjNzAABDCASIILQAOQQJGBEACQCAAKAIUIgZFDQBBACEHIABBADYCFCAEIAY2AjwgBCAJNgIwIAQoAhhBAWsh\
CiAAKAIQQQRqIQJBACEBAkADQCACIQUgASAGRgRAIAYhAQwCCyAFQQhqIQIgAUEBaiEBIAUoAgAgCkcNAAsgBUEEaygCABC6AUEBIQcLIAFBA3QhBQNAAkAg\
ASAGRwRAIAAoAhAiCiAFaiICQQRqKAIAIAQoAhhBAWtGBEAgAigCABC6ASAHQQFqIQcMAgsgCiAFIAdBA3RraiACKQIANwIADAELIAQgBjYCNCAEIAc2Ajgg\
BEEwahB6DAILIAVBCGohBSABQQFqIQEMAAsACyAIQQA6AA4gCEEgNgIAIAggAykAADcABCAIQQxqIANBCGoiAi8AADsAACAAKAIEIAAoAgggBCgCGEEBa0Gc\
3MAAEMIBIgFBADoADiABQSA2AgAgASADKQAANwAEIAFBDGogAi8AADsAAAsgBEEQaiAAKAIEIAAoAgggBCgCGEGs3MAAEKsBAkACQCAEKAIUIgIgBCgCHCIB\
TwRAIAIgAWsiAiAEKAIQIAJBBHRqIAEQGCAAKAIEIAAoAgggBCgCGEG83MAAEMIBIggtAA5BAkcNAiAAKAIUIgZFDQFBACEHIABBADYCFCAEIAY2AjwgBCAJ\
NgIwIAQoAiBBAWshCSAAKAIQQQRqIQJBACEBAkADQCACIQUgASAGRgRAIAYhAQwCCyAFQQhqIQIgAUEBaiEBIAUoAgAgCUcNAAsgBUEEaygCABC6AUEBIQcL\
IAFBA3QhBQNAAkAgASAGRwRAIAAoAhAiCSAFaiICQQRqKAIAIAQoAiBBAWtGBEAgAigCABC6ASAHQQFqIQcMAgsgCSAFIAdBA3RraiACKQIANwIADAELIAQg\
BjYCNCAEIAc2AjggBEEwahB6DAMLIAVBCGohBSABQQFqIQEMAAsAC0G80MAAQSFB4NDAABCcAQALIAhBADoADiAIQSA2AgAgCCADKQAANwAEIAhBDGogA0EI\
ai8AADsAACAAKAIIIgFFDQIgACgCBCABQQR0aiIBQRBrIgJFDQIgAkEgNgIAIAFBAmtBADoAACABQQxrIgEgAykAADcAACABQQhqIANBCGovAAA7AAALIARB\
CGogACgCBCAAKAIIIAQoAhgiACAAIAQoAhxqQdzcwAAQlQEgBCgCCCEBIAQoAgwgBEE4aiICIANBCGovAAA7AQAgBCADKQAANwMwQQR0IQADQCAARQ0BIAFB\
IDYCACABQQA6AA4gASAEKQMwNwIEIAFBDGogAi8BADsBACAAQRBrIQAgAUEQaiEBDAALAAsgBEFAayQADwtBzNzAABDtAQALygkBCH8CQAJAIAIgACABa0sE\
QCABIAJqIQYgACACaiEDIAJBEEkNAUEAIANBA3EiB2shCAJAIANBfHEiBCADTw0AIAdBAWsCQCAHRQRAIAYhBQwBCyAHIQkgBiEFA0AgA0EBayIDIAVBAWsi\
BS0AADoAACAJQQFrIgkNAAsLQQNJDQAgBUEEayEFA0AgA0EBayAFQQNqLQAAOgAAIANBAmsgBUECai0AADoAACADQQNrIAVBAWotAAA6AAAgA0EEayIDIAUt\
AAA6AAAgBUEEayEFIAMgBEsNAAsLIAQgAiAHayIFQXxxIgJrIQNBACACayEHAkAgBiAIaiIGQQNxRQRAIAMgBE8NASABIAVqQQRrIQEDQCAEQQRrIgQgASgC\
ADYCACABQQRrIQEgAyAESQ0ACwwBCyADIARPDQAgBkEDdCICQRhxIQkgBkF8cSIIQQRrIQFBACACa0EYcSEKIAgoAgAhAgNAIAIgCnQhCCAEQQRrIgQgCCAB\
KAIAIgIgCXZyNgIAIAFBBGshASADIARJDQALCyAFQQNxIQIgBiAHaiEGDAELAkAgAkEQSQRAIAAhAwwBCwJAQQAgAGtBA3EiByAAaiIFIABNDQAgB0EBayAA\
IQMgASEEIAcEQCAHIQYDQCADIAQtAAA6AAAgBEEBaiEEIANBAWohAyAGQQFrIgYNAAsLQQdJDQADQCADIAQtAAA6AAAgA0EBaiAEQQFqLQAAOgAAIANBAmog\
BEECai0AADoAACADQQNqIARBA2otAAA6AAAgA0EEaiAEQQRqLQAAOgAAIANBBWogBEEFai0AADoAACADQQZqIARBBmotAAA6AAAgA0EHaiAEQQdqLQAAOgAA\
IARBCGohBCAFIANBCGoiA0cNAAsLIAIgB2siBEF8cSIJIAVqIQMCQCABIAdqIgZBA3FFBEAgAyAFTQ0BIAYhAQNAIAUgASgCADYCACABQQRqIQEgBUEEaiIF\
IANJDQALDAELIAMgBU0NACAGQQN0IgJBGHEhByAGQXxxIghBBGohAUEAIAJrQRhxIQogCCgCACECA0AgAiAHdiEIIAUgCCABKAIAIgIgCnRyNgIAIAFBBGoh\
ASAFQQRqIgUgA0kNAAsLIARBA3EhAiAGIAlqIQELIAIgA2oiBiADTQ0BIAJBAWsgAkEHcSIEBEADQCADIAEtAAA6AAAgAUEBaiEBIANBAWohAyAEQQFrIgQN\
AAsLQQdJDQEDQCADIAEtAAA6AAAgA0EBaiABQQFqLQAAOgAAIANBAmogAUECai0AADoAACADQQNqIAFBA2otAAA6AAAgA0EEaiABQQRqLQAAOgAAIANBBWog\
AUEFai0AADoAACADQQZqIAFBBmotAAA6AAAgA0EHaiABQQdqLQAAOgAAIAFBCGohASAGIANBCGoiA0cNAAsMAQsgAyACayIEIANPDQAgAkEBayACQQNxIgEE\
QANAIANBAWsiAyAGQQFrIgYtAAA6AAAgAUEBayIBDQALC0EDSQ0AIAZBBGshAQNAIANBAWsgAUEDai0AADoAACADQQJrIAFBAmotAAA6AAAgA0EDayABQQFq\
LQAAOgAAIANBBGsiAyABLQAAOgAAIAFBBGshASADIARLDQALCyAAC5lKAhl/AX4jAEHwAGsiCCQAIAhBLGogABCEASAIKAIsIQ4gCEEgaiIAIAI2AgQgACAB\
NgIAIAgoAiQhEyAIKAIgIRYgDkHkBWoiGiAOENYBIA5BwAFqIQUgCEHgAGohFyAWIQACQANAIAAEQCAIIBM2AjwgCCAANgI4IBMhBgNAAkAgBkUNAAJAAkAg\
Di0A4AUNACAIKAI4IQsCQAJAIAZBCE8EQEEAIQADQCAAQQJGBEAgCyEAIAYhAgJAAkACQANAIAJBCE8EQCAAKQAAIhwgHELChYuWrNiw4UKFQoGChIiQoMCA\
AX0gHEIGiEJ/hYODIBxCoMCAgYKEiJAgfSAcQoGChIiQoMCAAXyEIBxCf4WDhEKAgYKEiJCgwIB/gyIcUARAIAhBEGpBCCAAIAJBpOLAABC0ASAIKAIUIQIg\
CCgCECEADAILIBx6p0EDdiIEIABqLQAAQcIBRw0CIARBAWoiASACTw0DIAAgAWotAABBoAFJDQIgCEEYaiAEQQJqIAAgAkHE4sAAELQBIAgoAhwhAiAIKAIY\
IQAMAQsLQQAhAQNAIAEgAkYNByAAIAFqIgktAAAiFEEgSQ0DIBRB/wBGDQMgAUEBaiEEAkAgFEHCAUYEQCACIARNDQEgCUEBai0AAEGgAUkNBQsgBCEBDAEL\
CyAEIAJB1OLAABBvAAsgBiACayAEaiEADAYLQQhBCEG04sAAEG8ACyAGIAJrIAFqIQAMBAsgACALaiIBLQAAIgJBIEkNAyACQf8ARg0DIAJBwgFGBEAgAUEB\
ai0AAEGgAUkNBAsgAEEBaiEADAALAAsgCEEANgJoIAggCzYCYCAIIAs2AlggCCAGNgJcIAggBiALaiICNgJkIAshAQNAIAhBCGogFxBEIAgoAghFDQEgCCgC\
DCEJIAIgCCgCaCIAaiAIKAJkIgIgAWprIQQgCCAEIAgoAmAiAWo2AmggCUEgSQ0CQeTiwAAgCRCmAUUNAAsMAQsgBiEACyAARQ0AAkAgACAGTwRAIAAgBkYN\
AQwICyAAIAtqLAAAQb9/TA0HCyAIQYCAgIB4NgJEIAhBJToAQCAIIAA2AkwgCCAGIABrIgY2AjwgCCALNgJIIAggACALajYCOAwBCyAIQUBrIQ8jAEGABGsi\
AyQAIAMgCEE4aiINKAIAIgA2ApgDIAMgACANKAIEajYCnAMgBUEcaiEQIAVBBGohGyAFQRBqIRIgA0G8A2oiAEEEaiEUIANB3wNqIRggAEECciERIABBAXIh\
GSAAQQhqIRUgA0GgA2pBAXIhDAJAAkACQANAIANBkANqIANBmANqEEQCQAJAAkACQAJAAkACQAJAAkACQAJAIAMoApADRQ0AIAMoApQDIgdBgIDEAEYNAAJA\
AkACQAJAIAUtAKAEIgBBCkYEQAJAAkACQCAHQRhrDgQCAQIHAAsgB0GcAUYNCAsgB0Hg//8AcUGAAUcNAgsgA0G8A2oiACASQQIQKSAAEF8gBS0AoAQhAAtB\
wQAgByAHQZ8BSxshCiAAQf8BcSIEDgUBBgYGAgYLIAdB/wBGDQwgEigCACIAQYCAgIB4Rg0MAkAgB0H/AE0EQCAFKAIYQYABSQ0BCyAAIAUoAhQQ3QEgBUGA\
gICAeDYCEAwNCyASIAcQNgwMCyAKQSBrQd8ATw0EIANBATYCwAMgA0HM48AANgK8AyADQgA3AsgDIAMgA0H8A2o2AsQDIANBvANqQdTjwAAQvAEACyAKQTBr\
QQxPDQMMCQsgBUEBOgCgBCAFEEUgA0GgA2ogEkEAECkMAwsgDSADKAKYAyIANgIAIA9BNjoAACANIAMoApwDIABrNgIEDAsLIAVBADoAoAQgA0GgA2ogEkEB\
ECkMAQsCQAJAIApB/wFxIglBG0cEQCAJQdsARg0BDAILIANBvANqIgEgBRAWIAVBAToAoAQgBRBFIANBoANqIgBBEGogAUEQaikCADcDACAAQQhqIBUpAgA3\
AwAgAyADKQK8AzcDoAMMAgsgBEEBRg0FCwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAC\
QAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCAKQUBqQT9JIgJFBEAgBA4NAQsKDwkNDg4ODg4OBA4LIABBA2tB/wFxQQNJDQEgBEEBaw4G\
CgsNDQ0HAgsCQCAKQRhJDQAgCkEZRg0AIApB/AFxQRxHDQ0LIANBoANqIAcQbAwyCyAFQQA6AKAEAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAC\
QAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgBSgCACIAQYCAxABGBEAgB0FAag42HwECAwQFBgcICQoLDA1XVw5XVw8QV1cRElcTV1dXV1cUFRZXFxgZ\
GhtXV1ccHVdXV1dCQTBAVwsCQCAHQewAaw4FLldXVy8ACyAHQegARw1WIABBP0cNViADQfgCaiAQIAUoApwEQZjlwAAQoAEgA0HcA2oiASADKAL4AiIAIAAg\
AygC/AJBBHRqECUgA0HHA2ogAUEIaikCADcAACADIAMpAtwDNwC/AyAMIAMpALwDNwAAIAxBCGogA0G8A2oiAEEIaikAADcAACAMQQ9qIABBD2ooAAA2AAAg\
A0EVOgCgAwxRCyADQQ46AKADIAMgBS8BIDsBogMMUAsgA0ELOgCgAyADIAUvASA7AaIDDE8LIANBDDoAoAMgAyAFLwEgOwGiAwxOCyADQQo6AKADIAMgBS8B\
IDsBogMMTQsgA0EGOgCgAyADIAUvASA7AaIDDEwLIANBBzoAoAMgAyAFLwEgOwGiAwxLCyADQQQ6AKADIAMgBS8BIDsBogMMSgsgA0ENOgCgAyADIAUvATA7\
AaQDIAMgBS8BIDsBogMMSQsgA0EFOgCgAyADIAUvASA7AaIDDEgLIAUvASAOBDQzMjETCyAFLwEgDgMuLSwvCyADQSE6AKADIAMgBS8BIDsBogMMRQsgA0EY\
OgCgAyADIAUvASA7AaIDDEQLIANBDzoAoAMgAyAFLwEgOwGiAwxDCyADQTE6AKADIAMgBS8BIDsBogMMQgsgA0EsOgCgAyADIAUvASA7AaIDDEELIAUvASAO\
BiQlIyUlIiULIANBGToAoAMgAyAFLwEgOwGiAww/CyADQQM6AKADIAMgBS8BIDsBogMMPgsgA0EEOgCgAyADIAUvASA7AaIDDD0LIANBDDoAoAMgAyAFLwEg\
OwGiAww8CyADQSY6AKADIAMgBS8BIDsBogMMOwsgA0EzOgCgAyADIAUvASA7AaIDDDoLIANBNDoAoAMgAyAFLwEgOwGiAww5CyADQQ06AKADIAMgBS8BMDsB\
pAMgAyAFLwEgOwGiAww4CyAFLwEgDgQXGBgWGAsgA0EYaiAQIAUoApwEQejkwAAQoAEgA0HcA2oiASADKAIYIgAgACADKAIcQQR0ahAmIANBxwNqIAFBCGop\
AgA3AAAgAyADKQLcAzcAvwMgDCADKQC8AzcAACAMQQhqIANBvANqIgBBCGopAAA3AAAgDEEPaiAAQQ9qKAAANgAAIANBLzoAoAMMNgsgA0EgaiAQIAUoApwE\
QfjkwAAQoAEgA0HcA2oiASADKAIgIgAgACADKAIkQQR0ahAmIANBxwNqIAFBCGopAgA3AAAgAyADKQLcAzcAvwMgDCADKQC8AzcAACAMQQhqIANBvANqIgBB\
CGopAAA3AAAgDEEPaiAAQQ9qKAAANgAAIANBKToAoAMMNQsgA0HwAmogECAFKAKcBEGI5cAAEKABIAMoAvQCIQQgAygC8AIhAEEAIQYDQCAGQRRHBEAgA0Hc\
A2ogBmpBADoAACAGQQVqIQYMAQsLIBEgAykB3AM3AQAgEUEIaiADQdwDaiIBQQhqKQEANwEAIBFBEGogAUEQaigBADYBACADQQA7AbwDA0ACfwJAAkACQAJA\
AkAgBARAIANB6AJqIAAQlwEgAygC6AIhBwJAAkACQAJAAkACQCADKALsAkEBaw4GAAQDBAECBAsCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgBy8B\
ACICDh4AAQIDBAUOBg4HDg4ODg4ODg4ODg4ICAkKCw4MDg0OCyADQdgBakEBIAAgBEHQ5cAAEK8BIANBADoA1wMgAygC3AEhBCADKALYAQwZCyADQeABakEB\
IAAgBEHg5cAAEK8BIANBAToA1wMgAygC5AEhBCADKALgAQwYCyADQegBakEBIAAgBEHw5cAAEK8BIANBAjoA1wMgAygC7AEhBCADKALoAQwXCyADQfABakEB\
IAAgBEGA5sAAEK8BIANBAzoA1wMgAygC9AEhBCADKALwAQwWCyADQfgBakEBIAAgBEGQ5sAAEK8BIANBBDoA1wMgAygC/AEhBCADKAL4AQwVCyADQYACakEB\
IAAgBEGg5sAAEK8BIANBBToA1wMgAygChAIhBCADKAKAAgwUCyADQYgCakEBIAAgBEGw5sAAEK8BIANBBjoA1wMgAygCjAIhBCADKAKIAgwTCyADQZACakEB\
IAAgBEHA5sAAEK8BIANBBzoA1wMgAygClAIhBCADKAKQAgwSCyADQZgCakEBIAAgBEHQ5sAAEK8BIANBCDoA1wMgAygCnAIhBCADKAKYAgwRCyADQaACakEB\
IAAgBEHg5sAAEK8BIANBCToA1wMgAygCpAIhBCADKAKgAgwQCyADQagCakEBIAAgBEHw5sAAEK8BIANBCjoA1wMgAygCrAIhBCADKAKoAgwPCyADQbACakEB\
IAAgBEGA58AAEK8BIANBCzoA1wMgAygCtAIhBCADKAKwAgwOCyADQbgCakEBIAAgBEGQ58AAEK8BIANBDDoA1wMgAygCvAIhBCADKAK4AgwNCyADQcACakEB\
IAAgBEGg58AAEK8BIANBDToA1wMgAygCxAIhBCADKALAAgwMCwJAAkAgAkEeayIBQf//A3FBCE8EQCACQSZrDgIBCQILIANBOGpBASAAIARBwOnAABCvASAD\
IAE6ANkDIANBDjsA1wMgAygCPCEEIAMoAjgMDQsCQCAEQQFHBEAgA0HIAWogAEEQahCXASADKALIASIBDQELIANBmAFqQQEgACAEQbDnwAAQrwEgAygCnAEh\
BCADKAKYASEADA4LAkACQAJAIAMoAswBQQFHDQAgAS8BAEECaw4EAQAAAgALIANBoAFqQQEgACAEQYDowAAQrwEgAygCpAEhBCADKAKgASEADA8LIARBBU8E\
QCAALQAkIQYgAC8BNCECIAAvAUQhASADQbABakEFIAAgBEHA58AAEK8BIANBDjoA1wMgAyAGIAJBCHRBgP4DcSABQRB0cnJBCHRBAXI2ANgDIAMoArQBIQQg\
AygCsAEMDgsgA0GoAWpBAiAAIARB0OfAABCvASADKAKsASEEIAMoAqgBIQAMDgsgBEEDTwRAIAAtACQhASADQcABakEDIAAgBEHg58AAEK8BIAMgAToA2QMg\
A0EOOwDXAyADKALEASEEIAMoAsABDA0LIANBuAFqQQIgACAEQfDnwAAQrwEgAygCvAEhBCADKAK4ASEADA0LAkACQCACQfj/A3FBKEcEQCACQTBrDgIBCgIL\
IANBQGtBASAAIARBsOnAABCvASADIAJBKGs6ANkDIANBEDsA1wMgAygCRCEEIAMoAkAMDQsCQCAEQQFHBEAgA0GIAWogAEEQahCXASADKAKIASIBDQELIANB\
2ABqQQEgACAEQaDowAAQrwEgAygCXCEEIAMoAlghAAwOCwJAAkACQCADKAKMAUEBRw0AIAEvAQBBAmsOBAEAAAIACyADQeAAakEBIAAgBEHw6MAAEK8BIAMo\
AmQhBCADKAJgIQAMDwsgBEEFTwRAIAAtACQhBiAALwFEIQIgAC8BNCEBIANB8ABqQQUgACAEQbDowAAQrwEgA0EQOgDXAyADIAYgAUEIdEGA/gNxIAJBEHRy\
ckEIdEEBcjYA2AMgAygCdCEEIAMoAnAMDgsgA0HoAGpBAiAAIARBwOjAABCvASADKAJsIQQgAygCaCEADA4LIARBA08EQCAALQAkIQEgA0GAAWpBAyAAIARB\
0OjAABCvASADIAE6ANkDIANBEDsA1wMgAygChAEhBCADKAKAAQwNCyADQfgAakECIAAgBEHg6MAAEK8BIAMoAnwhBCADKAJ4IQAMDQsgAkHaAGtB//8DcUEI\
SQ0IIAJB5ABrQf//A3FBCE8NAyADQdAAakEBIAAgBEGQ6cAAEK8BIAMgAkHcAGs6ANkDIANBEDsA1wMgAygCVCEEIAMoAlAMCwsgBy8BACIBQTBHBEAgAUEm\
Rw0DIAcvAQJBAkcNA0EIIQlBBiELQQQhAQwKCyAHLwECQQJHDQJBCCEJQQYhC0EEIQEMCAsgBy8BACIBQTBHBEAgAUEmRw0CIAcvAQJBAkcNAkEKIQlBCCEL\
QQYhAQwJCyAHLwECQQJHDQFBCiEJQQghC0EGIQEMBwsgBy8BACIBQTBHBEAgAUEmRw0BIAcvAQJBBUcNASAHLQAEIQEgA0HYAmpBASAAIARB8OnAABCvASAD\
IAE6ANkDIANBDjsA1wMgAygC3AIhBCADKALYAgwJCyAHLwECQQVGDQELIANBKGpBASAAIARBkOrAABCvASADKAIsIQQgAygCKCEADAgLIActAAQhASADQeAC\
akEBIAAgBEGA6sAAEK8BIAMgAToA2QMgA0EQOwDXAyADKALkAiEEIAMoAuACDAYLIANBoANqIgFBEGogA0G8A2oiAEEQaikCADcDACABQQhqIABBCGopAgA3\
AwAgAyADKQK8AzcDoAMMOgsgA0HQAWpBASAAIARBkOjAABCvASADQQ86ANcDIAMoAtQBIQQgAygC0AEMBAsgA0GQAWpBASAAIARBgOnAABCvASADQRE6ANcD\
IAMoApQBIQQgAygCkAEMAwsgA0HIAGpBASAAIARBoOnAABCvASADIAJB0gBrOgDZAyADQQ47ANcDIAMoAkwhBCADKAJIDAILIAEgB2otAAAhBiAHIAlqLwEA\
IQIgByALai8BACEBIANB0AJqQQEgACAEQeDpwAAQrwEgA0EQOgDXAyADIAYgAUEIdEGA/gNxIAJBEHRyckEIdEEBcjYA2AMgAygC1AIhBCADKALQAgwBCyAD\
QcgCakEBIAAgBEHQ6cAAEK8BIAEgB2otAAAhAiAHIAtqLwEAIQEgByAJai8BACEAIANBDjoA1wMgAyACIAFBCHRBgP4DcSAAQRB0cnJBCHRBAXI2ANgDIAMo\
AswCIQQgAygCyAILIQAgAy0AvAMEQCAUIANB1wNqQZThwAAQlAEFIAMtAL0DIgJBBE8EQCADQTBqQQhBAUEFQfTgwAAQT0EAIQYgA0EANgL4AyADIAMoAjQi\
CTYC9AMgAyADKAIwIgE2AvADIAFBA00EQCADQfADakEAQQRBAUEFEJoBIAMoAvQDIQkgAygC+AMhBgsgA0HwA2oiAkEIaiIBIAZBBGo2AgAgCSAGQQVsaiIG\
IBEpAAA3AAAgBkEQaiARQRBqKAAANgAAIAZBCGogEUEIaikAADcAACACIANB1wNqQYThwAAQlAEgGEEIaiABKAIANgAAIBggAykC8AM3AAAgA0G8A2oQ1AEg\
GSADKQDcAzcAACAZQQdqIANB4wNqKQAANwAAIANBAToAvAMMAgsgESACQQVsaiIBIAMoANcDNgAAIAFBBGogA0HbA2otAAA6AAAgAyACQQFqOgC9AwsMAAsA\
CyADQTY6AKADDDkLIANBIDoAoAMgAyAFLwEgOwGiAwwyCyAEQQxHDQoMAQsgCkEga0HgAEkNAAJAIAlBGGsOAwMlAwALIAlBmQFrQQJJDSUgCUEHRg0BIAlB\
0ABGDScMJAsCf0EBIAdBgAFJDQAaQQIgB0GAEEkNABpBA0EEIAdBgIAESRsLIAUoAgxqQYAISw00IBsgBxA2DDQLIANBvANqIgEgBRAWIAVBADoAoAQgA0Gg\
A2oiAEEIaiAVKQIANwMAIABBEGogAUEQaikCADcDACADIAMpArwDNwOgAwwtCyAFQQA2AgwLIAVBADoAoAQMMQsgCkH8AXFBPEcNBAweCyAKQTBrQc8ATw0D\
DAELAkAgCkHwAXFBIEcEQCAKQTBrQSBJDQIgCkHRAGtBB0kNAiAJQdkAaw4FAgIBAiMBCyAFIAc2AgAgBUECOgCgBAwvCyAKQeAAa0EfTw0CCyAFQQA6AKAE\
AkACQAJAAkACQAJAAkACQAJAAkACQCAFKAIAIgBBgIDEAEYEQEHc5MAAIAcQpgENASAHQTdrDgIDBAILIAdBMEYNBSAHQThGDQQgAEEoaw4CCAo4CyADQaAD\
aiAHQUBrQf8BcRBsDDELIAdB4wBHDTYgA0EoOgCgAwwxCyADQRQ6AKADDDALIANBEToAoAMMLwsgAEEjaw4HATMzMzMDBTMLIABBKGsOAgEDMgsgA0EQOgCg\
AwwsCyADQZ0COwGgAwwrCyADQR07AaADDCoLIANBnAI7AaADDCkLIANBHDsBoAMMKAsgCkHwAXFBMEYNGgsgCUEYaw4DGxobAQsgCkEvSw0WDBcLIAlBmQFr\
QQJJDRkgCUHQAEcNGCAEQQFHDRsMJgsgAEE/Rw0oIANBgANqIBAgBSgCnARBqOXAABCgASADQdwDaiIBIAMoAoADIgAgACADKAKEA0EEdGoQJSADQccDaiAB\
QQhqKQIANwAAIAMgAykC3AM3AL8DIAwgAykAvAM3AAAgDEEIaiADQbwDaiIAQQhqKQAANwAAIAxBD2ogAEEPaigAADYAACADQRM6AKADDCMLIABBIUcNJyAD\
QRc6AKADDCILIAUvASBBCEcEQCADQTY6AKADDCgLIANBNToAoAMgAyAFLwEwOwGkAyADIAUvAUA7AaIDDCELIANBsgI7AaADDCALIANBMjsBoAMMHwsgA0E2\
OgCgAwwkCyADQYkEOwGgAwwdCyADQYkCOwGgAwwcCyADQQk7AaADDBsLIANBNjoAoAMMIAsgA0GbBDsBoAMMGQsgA0GbAjsBoAMMGAsgA0EbOwGgAwwXCyAD\
QTY6AKADDBwLIANBmgY7AaADDBULIANBmgQ7AaADDBQLIANBmgI7AaADDBMLIANBGjsBoAMMEgsgA0EqOgCgAwwRCyADQSs6AKADDBALIANBFjoAoAMgAyAF\
LwEwOwGkAyADIAUvASA7AaIDDA8LIApBO0cgCkE6T3ENACAFQQQ6AKAEDBILIApB/AFxQTxHBEACQCAJQRhrDgMEAwQACyAJQZkBa0ECSQ0DIAlBOkYNASAJ\
QdAARw0CDAULIAUgBzYCACAFQQQ6AKAEDBILIAVBBjoAoAQMEQsgCkHwAXEiAUGAAUYNACAKQZEBa0EGSw0BCyAFQQA6AKAEIANBoANqIAcQbAwJCyABQSBH\
DQAgAEEDa0H/AXFBAUsNACAFIAc2AgAgBUEFOgCgBAwOCyAAQQdrIQsCQCAKQTBJDQAgC0H/AXFBAk8NACAKQTtHIApBOk9xDQAgBUEIOgCgBCAHQTBrQQlL\
DQ0gBSgCnAQiAEEgSQRAIAcgECAAQQR0ai8BBEEKbGpBsIAEa0GAgHxPDQ4MCwsgAEEgQbjlwAAQbwALAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCAE\
QQdGIgEgCkH8AXEiBkE8RnFFBEAgAg0DIApB8AFxQSBGDQEgCkE6RiABcQ0YIARBCGsOAgIEBQsgBSAHNgIAIAVBCDoAoAQMGwsCQAJAIARBAmsOCAAGBgAG\
AQEEBgsgBSAHNgIADBsLIAUoAgBBgIDEAEcNFiAFIAc2AgAgBUEJOgCgBAwaCyAKQTpGDRUgBkE8Rg0VDAILIAtB/wFxQQNPDQMgBUEKOgCgBCADQYgDaiAQ\
IAUoApwEQeTjwAAQoAFBgICAgHghBAJAIAdB9ABHDQAgAygCjANBAUcNACAFKAIAQSRHDQAgAygCiAMvAQRBAUdBH3QhBAsgBSgCECAFKAIUEN0BIAVCATcC\
FCAFIAQ2AhAMGAsgCkHgAXFBIEYNEwsgCkEYSQ0EIApBGUcNACAAQQFrQf8BcUEGTw0LDA8LIAZBHEYNAQsgBEEBRw0DIAlBkAFrDhARCwsLCwsLCwULCxIG\
BwUFAQsgAEEBa0H/AXFBBkkNDAwCCyAJQdgAayIAQQdNDQIMCAsgAEEBa0H/AXFBBkkNCgsCQCAJQZABaw4QDggICAgICAgCCAgPAwQCAgALIAlBGUYNBSAJ\
Qf8ARg0EDAcLQQEgAHRBwQFxRQ0FCyAFQQ06AKAEDA4LIANBvANqIgEgBRAWIAVBADoAoAQgA0GgA2oiAEEIaiAVKQIANwMAIABBEGogAUEQaikCADcDACAD\
IAMpArwDNwOgAwwHCyAFQQA2AgwgBUEMOgCgBAwMCyAEQQ1LDQNBASAEdEH91wBxDQsMAwsgBEENSw0CQQEgBHRBgPcAcQ0KDAILIAlB/wBGDQkgCUEZRg0B\
CyAKQeABcUEgRiAEQQZGcQ0IAkACQCAKQRhJIgBFBEAgCkEbSwRAIAtB/wFxQQNJIApBH01xDQwgCkH/AEkNAgsgBEEMRw0DDAILIARBDUsNAkEBIAR0QYDX\
AHENCiAEQQxHDQIMAQsgBEELaw4DCQAJAQsgCkEHRyAAcQ0IIAZBHEYNCAtB9OPAAEEoQZzkwAAQnAEACyADQaADaiAHEGwLIAMtAKADQTZGDQYLIA8gAykD\
oAM3AgAgDSADKAKYAyIANgIAIA0gAygCnAMgAGs2AgQgD0EQaiADQaADaiIAQRBqKQMANwIAIA9BCGogAEEIaikDADcCAAwHCyAFQQs6AKAEDAMLIAVBBzoA\
oAQgBRBFDAILIAVBAzoAoAQgBRBFDAELIAUoApwEIQACQAJAAkACQAJAIAdBOmsOAgEAAgsgBUEfIABBAWoiACAAQSBGGzYCnAQMAwsgAEEgSQ0BIABBIEG8\
5MAAEG8ACyAAQSBPBEAgAEEgQczkwAAQbwALIAUgAEEEdGpBHGoiACgCACIBQQZJBEAgACABQQF0akEEaiIAIAAvAQBBCmwgB0Ewa0H/AXFqOwEADAILIAFB\
BkGw6sAAEG8ACyAFIABBBHRqQRxqIgAoAgBBAWohASAAQQUgASABQQVPGzYCAAsLIANBNjoAoAMLIANBoANqEF8gBS0AoAQNACANIAMoApgDIgI2AgAgDSAD\
KAKcAyACayIBNgIEAkACQCABQQhPBEBBACEGA0AgBkECRgRAIAIhBiABIQQCQAJAAkADQCAEQQhPBEAgBikAACIcIBxCwoWLlqzYsOFChUKBgoSIkKDAgAF9\
IBxCBohCf4WDgyAcQqDAgIGChIiQIH0gHEKBgoSIkKDAgAF8hCAcQn+Fg4RCgIGChIiQoMCAf4MiHFAEQCADQQhqQQggBiAEQaTiwAAQuAEgAygCDCEEIAMo\
AgghBgwCCyAceqdBA3YiCyAGai0AAEHCAUcNAiALQQFqIgAgBE8NAyAAIAZqLQAAQaABSQ0CIANBEGogC0ECaiAGIARBxOLAABC4ASADKAIUIQQgAygCECEG\
DAELC0EAIQADQCAAIARGDQcgACAGaiIJLQAAIgdBIEkNAyAHQf8ARg0DIABBAWohCwJAIAdBwgFGBEAgBCALTQ0BIAlBAWotAABBoAFJDQULIAshAAwBCwsg\
CyAEQdTiwAAQbwALIAEgBGsgC2ohBgwGC0EIQQhBtOLAABBvAAsgASAEayAAaiEGDAQLIAIgBmoiAC0AACILQSBJDQMgC0H/AEYNAyALQcIBRgRAIABBAWot\
AABBoAFJDQQLIAZBAWohBgwACwALIANBADYCzAMgAyACNgLEAyADIAI2ArwDIAMgATYCwAMgAyABIAJqIgk2AsgDIAIhAANAIAMgFRBEIAMoAgBFDQEgAygC\
BCEEIAkgAygCzAMiBmogAygCyAMiCSAAamshCyADIAsgAygCxAMiAGo2AswDIARBIEkNAkHk4sAAIAQQpgFFDQALDAELIAEhBgsgBkUNAAsCQCABIAZNBEAg\
ASAGRg0BDAMLIAIgBmosAABBv39MDQILIA8gBjYCDCAPIAI2AgggD0GAgICAeDYCBCAPQSU6AAAgDSABIAZrNgIEIA0gAiAGajYCAAsgA0GABGokAAwBCyAC\
IAFBACAGQfTNwAAQ4QEACyAILQBAQTZGDQEgCCgCPCEGCyAIQdgAaiIBQRBqIAhBQGsiAEEQaikCADcDACAXIABBCGopAgA3AwAgCCAIKQJANwNYIA4gASAa\
EAwMAQsLQQAhAAwBCwsgDhBpIAhB2ABqIA5B6AVqKAIAIA5B7AVqKAIAEDQgCCAIKAJcIgAgCCgCYBCAASAIKAIEIQEgCCgCAEEBcUUEQCAIKAJYIABBBEEE\
EHggEwRAIBYgExBiCyAIKAIwIAgoAjQQ7AEgCEHwAGokACABDwsgCCABNgJAQeCFwABBKyAIQUBrQdCFwABBrMjAABBjAAsgCyAGQQAgAEH0zcAAEOEBAAuV\
BgINfwJ+IwBBwAFrIgYkAAJAIABFDQAgAkUNACACIAAgACACSyIFG0EFTwRAIAZBQGsiA0EYaiIIIAEgAEFkbGoiBUEYaigCADYCACADQRBqIgkgBUEQaikC\
ADcDACADQQhqIgogBUEIaikCADcDACAGIAUpAgA3A0AgAkEcbCEHIAIiAyEEA0AgBSAEQRxsaiEBA0AgASkCACERIAEgBikDQDcCACAKKQMAIRAgCiABQQhq\
IgspAgA3AwAgCyAQNwIAIAkpAwAhECAJIAFBEGoiCykCADcDACALIBA3AgAgCCgCACELIAggAUEYaiINKAIANgIAIA0gCzYCACAGIBE3A0AgACAESwRAIAEg\
B2ohASACIARqIQQMAQsLIAQgAGsiBARAIAQgAyADIARLGyEDDAEFIAUgBikDQDcCACAFQRhqIAZBQGsiAUEYaiIIKAIANgIAIAVBEGogAUEQaiIJKQMANwIA\
IAVBCGogAUEIaiIKKQMANwIAQQEgAyADQQFNGyELQQEhAQNAIAEgC0YNBCAIIAUgAUEcbGoiA0EYaiINKAIANgIAIAkgA0EQaiIOKQIANwMAIAogA0EIaiIP\
KQIANwMAIAYgAykCADcDQCABIAJqIQQDQCAFIARBHGxqIgcpAgAhESAHIAYpA0A3AgAgCikDACEQIAogB0EIaiIMKQIANwMAIAwgEDcCACAJKQMAIRAgCSAH\
QRBqIgwpAgA3AwAgDCAQNwIAIAgoAgAhDCAIIAdBGGoiBygCADYCACAHIAw2AgAgBiARNwNAIAAgBEsEQCACIARqIQQMAQsgBCAAayIEIAFHDQALIAMgBikD\
QDcCACANIAgoAgA2AgAgDiAJKQMANwIAIA8gCikDADcCACABQQFqIQEMAAsACwALAAsgASAAQWRsaiIDIAJBHGwiAmohBCAFRQRAIAZBQGsiBSADIABBHGwi\
ABAXGiADIAEgAhATGiAEIAUgABAXGgwBCyAGQUBrIgUgASACEBcaIAQgAyAAQRxsEBMaIAMgBSACEBcaCyAGQcABaiQAC6kGAQh/IwBBgAFrIgIkAAJAAkAC\
QAJAAkACQCABLQCgBEEMRgRAIAEoAgghBCABKAIMIQMgAkECNgJUIAJBATsBUCACIAM2AkwgAkEANgJIIAJBAToARCACQTs2AkAgAiADNgI8IAJBADYCOCAC\
IAM2AjQgAiAENgIwIAJBOzYCLCACQSBqIAJBLGoQZyACKAIgIgNFDQEgAyACKAIkQcjlwABBAxDGAUUEQCAAQTY6AAAMBgsgAkEYaiACQSxqEGcgAigCHCEE\
IAIoAhghAyACQQE7AXwgAiAEQQAgAxsiBDYCeCACQQA2AnQgAkEBOgBwIAJBOzYCbCACIAQ2AmggAkEANgJkIAIgBDYCYCACIANBASADGzYCXCACQTs2Algg\
AkEQaiACQdgAahBbAkAgAigCECIDRQ0AIAMgAigCFCIEQYbgwABBARDGAQRAQQIhBwwGCyADIARBy+XAAEEBEMYBBEBBAyEHDAYLIAMgBEHM5cAAQQEQxgEE\
QEEEIQcMBgsgAyAEQc3lwABBARDGAUUNACACQQhqIAJB2ABqEFsgAigCCCIGRQ0FIAIoAgwiBEUNBUEAIQMCQANAIAMgBEYNASADIAZqIANBAWohAy0AAEEw\
a0H/AXFBCkkNAAsMBgtBASEDIAYtAAAhBQJAIARBAUYEQCAFQStrDgMHAQcBCyAFQStGBEAgBkEBaiEGIARBBEkgBEEBayIDIQQNAQwFC0ECIQMgBEEDTw0E\
C0EAIQQDQCADRSIFIQcgBQRAIAQhAwwHCyAGLQAAQTBrIgVBCUsNBSAGQQFqIQYgA0EBayEDIARBCmwgBWohBAwACwALIABBNjoAAAwFCyAAQTY6AAAMBQsg\
AEE2OgAADAMLQQAhBQNAIARFIgMhByADBEAgBSEDDAMLIAYtAABBMGsiCEEJSw0BQQIhAyAFQf8BcUEKbCIJQQh2DQIgBkEBaiEGIARBAWshBCAIIAlqIQUg\
CUH/AXEgCEH/AXFqIgggCEH/AXFGDQALDAELQQEhAwsgACADOgACIAAgBzoAASAAQSQ6AAALIAFBADYCDAsgAkGAAWokAAuQBQEIfwJAIAJBEEkEQCAAIQMM\
AQsCQEEAIABrQQNxIgYgAGoiBSAATQ0AIAZBAWsgACEDIAEhBCAGBEAgBiEHA0AgAyAELQAAOgAAIARBAWohBCADQQFqIQMgB0EBayIHDQALC0EHSQ0AA0Ag\
AyAELQAAOgAAIANBAWogBEEBai0AADoAACADQQJqIARBAmotAAA6AAAgA0EDaiAEQQNqLQAAOgAAIANBBGogBEEEai0AADoAACADQQVqIARBBWotAAA6AAAg\
A0EGaiAEQQZqLQAAOgAAIANBB2ogBEEHai0AADoAACAEQQhqIQQgBSADQQhqIgNHDQALCyACIAZrIgdBfHEiCCAFaiEDAkAgASAGaiIEQQNxRQRAIAMgBU0N\
ASAEIQEDQCAFIAEoAgA2AgAgAUEEaiEBIAVBBGoiBSADSQ0ACwwBCyADIAVNDQAgBEEDdCICQRhxIQYgBEF8cSIJQQRqIQFBACACa0EYcSEKIAkoAgAhAgNA\
IAIgBnYhCSAFIAkgASgCACICIAp0cjYCACABQQRqIQEgBUEEaiIFIANJDQALCyAHQQNxIQIgBCAIaiEBCwJAIAIgA2oiBiADTQ0AIAJBAWsgAkEHcSIEBEAD\
QCADIAEtAAA6AAAgAUEBaiEBIANBAWohAyAEQQFrIgQNAAsLQQdJDQADQCADIAEtAAA6AAAgA0EBaiABQQFqLQAAOgAAIANBAmogAUECai0AADoAACADQQNq\
IAFBA2otAAA6AAAgA0EEaiABQQRqLQAAOgAAIANBBWogAUEFai0AADoAACADQQZqIAFBBmotAAA6AAAgA0EHaiABQQdqLQAAOgAAIAFBCGohASAGIANBCGoi\
A0cNAAsLIAALjwUCCH8CfiMAQaABayIFJAACQCAARQ0AIAJFDQAgAiAAIAAgAksiBhtBCU8EQCAAIAJqQRhPBEADQAJAIAAgAk8EQEEAIAJBBHRrIQMDQCAB\
IANqIgQgASACEJgBIAQhASACIAAgAmsiAE0NAAsMAQtBACAAQQR0IgRrIQMDQCABIANqIAEgABCYASABIARqIQEgAiAAayICIABPDQALCyACRQ0DIAANAAwD\
CwALIAVBCGoiCCABIABBBHRrIgZBCGopAgA3AwAgBSAGKQIANwMAIAJBBHQhByACIgQhAwNAIAYgA0EEdGohAQNAIAEpAgAhCyABIAUpAwA3AgAgCCkDACEM\
IAggAUEIaiIJKQIANwMAIAkgDDcCACAFIAs3AwAgACADSwRAIAEgB2ohASACIANqIQMMAQsLIAMgAGsiAwRAIAMgBCADIARJGyEEDAEFIAYgBSkDADcCACAG\
QQhqIAVBCGoiAykDADcCAEEBIAQgBEEBTRshCUEBIQQDQCAEIAlGDQQgAyAGIARBBHRqIghBCGoiCikCADcDACAFIAgpAgA3AwAgAiAEaiEBA0AgBiABQQR0\
aiIHKQIAIQsgByAFKQMANwIAIAMpAwAhDCADIAdBCGoiBykCADcDACAHIAw3AgAgBSALNwMAIAAgAUsEQCABIAJqIQEMAQsgBCABIABrIgFHDQALIAggBSkD\
ADcCACAKIAMpAwA3AgAgBEEBaiEEDAALAAsACwALIAEgAEEEdCIEayIAIAJBBHQiAmohAyAGRQRAIAUgACAEEBchBiAAIAEgAhATGiADIAYgBBAXGgwBCyAF\
IAEgAhAXIQEgAyAAIAQQExogACABIAIQFxoLIAVBoAFqJAAL9gQCC38EfiMAQRBrIgIkAEIBIAAgAUFwcUEQaiIEIAAgBEsbQQFrEKwBIgathiEOQn8gBkEB\
aq2GIQ8gAEEBayEHIAFBj4AEaiIBQYCAfHEhCSABQRB2IQogBkE9SyELIABBEUkhDAJAAn8DQAJAQbDJwQApAwAhDQJAIAtFBEAgDSAPg3oiEEI/WARAIBCn\
IQAgDARAQbjJwQAoAgAgAEECdGooAgAiASgCDCABEIgBIAFBAWsiAyADLQAAQQJzOgAAIAFqDAYLA0AgAkEEaiAAIAQgBxBVIAIoAgRBAUYNBCAAQT9JBEBB\
sMnBACkDAEJ/IABBAWqthoN6Ig2nIQAgDULAAFQNAQsLIAJBBGogBiAEIAcQVSACKAIEDQMMAgsgDSAOg1ANASACQQRqIAYgBCAHEFUgAigCBEEBRg0CDAEL\
IA1CAFkNACACQQRqQT8gBCAHEFUgAigCBEEBRg0BC0EAIQEgCkAAIgBBf0YNA0F/IABBEHQiACAJaiIDIAAgA0sbQXBxIQMCQEG4ycEAKAIABEAgAEEgaiIF\
IABJDQUgAyAFSQ0FIABBD2pBBzoAACAAQRBqIQUMAQsgAEEBIAAbQQNqQYSAfHEiCEGQAnJBkIJ8cSIFIAhJDQQgAyAFSQ0EQQAhAEG4ycEAIAg2AgAgBUEB\
a0EDQQEgAyAFSxs6AAADQCAAQYACRg0BIAAgCGpBADYCACAAQQRqIQAMAAsACyADIAVLBEAgBSADEFwLIAMNAQwDCwsgAigCCCEBIAIoAgwLIgAgASAEaiIE\
RgR/QQEFIAQgABBcQQMLIQAgBEEBayAAOgAACyACQRBqJAAgAQv/BAEEfyMAQYABayIEJAAgBEEIaiIFIAIgAxA+IAFFBEAgBRDXAQsgAEEIaiIGIAFB0NjA\
ABCCASAAKAIIIQcgACgCECEDIAAoAhQhAiAEQTBqIARBCGoiBUEIaikCADcCACAEQThqIAVBEGopAgA3AgAgBEFAayAFQRhqKAIANgIAIAQgATYCJCAEIAQp\
Agg3AiggBCAGNgJEIARBADYCSCAEQcgAaiEFAkAgASAHIAIgA2oiASAHQQAgASAHTxtrIgJrIgFLBEACQCABRQ0AIAJBHGwhAyACIAdrIQIDQAJAIARB0ABq\
IgYgBEEkahBGIAQoAlBBgICAgHhGDQAgACgCDCADaiIBIAQpAlA3AgAgAUEYaiAGQRhqKAIANgIAIAFBEGogBkEQaikCADcCACABQQhqIAZBCGopAgA3AgAg\
BCAEKAJIQQFqNgJIIANBHGohAyACQQFqIgINAQwCCwsgBEHQAGoQ3AELIAQoAkQhACAEQdAAaiICQRhqIARBJGoiAUEYaikCADcDACACQRBqIAFBEGopAgA3\
AwAgAkEIaiABQQhqKQIANwMAIAQgBCkCJDcDUCAEQQA2AkwgBEEANgJ8IAQgBTYCeCAEIAA2AnAgBCAEQcwAajYCdCACIARB8ABqEDoMAQsgBCACNgJMIARB\
0ABqIgFBGGogBEEkaiIAQRhqKQIANwMAIAFBEGogAEEQaikCADcDACABQQhqIABBCGopAgA3AwAgBCAEKQIkNwNQIARBADYCfCAEIAU2AnggBCAGNgJwIAQg\
BEHMAGo2AnQgASAEQfAAahA6CyAEKAJEIgAgACgCDCAEKAJIajYCDCAEQYABaiQAC9IEAQh/IAAoAhQiB0EBcSIKIARqIQYCQCAHQQRxRQRAQQAhAQwBCyAC\
RQ0AIAJBA3EiCEUNACABIQUDQCAJIAUsAABBv39KaiEJIAVBAWohBSAIQQFrIggNAAsgBiAJaiEGC0ErQYCAxAAgChshCSAAKAIARQRAIAAoAhwiBSAAKAIg\
IgAgCSABIAIQowEEQEEBDwsgBSADIAQgACgCDBEDAA8LAkACQAJAIAYgACgCBCIITwRAIAAoAhwiBSAAKAIgIgAgCSABIAIQowFFDQFBAQ8LIAdBCHFFDQEg\
ACgCECELIABBMDYCECAALQAYIQxBASEFIABBAToAGCAAKAIcIgcgACgCICIKIAkgASACEKMBDQIgCCAGa0EBaiEFAkADQCAFQQFrIgVFDQEgB0EwIAooAhAR\
AgBFDQALQQEPCyAHIAMgBCAKKAIMEQMABEBBAQ8LIAAgDDoAGCAAIAs2AhBBAA8LIAUgAyAEIAAoAgwRAwAhBQwBCyAIIAZrIQYCQAJAAkBBASAALQAYIgUg\
BUEDRhsiBUEBaw4CAAECCyAGIQVBACEGDAELIAZBAXYhBSAGQQFqQQF2IQYLIAVBAWohBSAAKAIQIQggACgCICEHIAAoAhwhAAJAA0AgBUEBayIFRQ0BIAAg\
CCAHKAIQEQIARQ0AC0EBDwtBASEFIAAgByAJIAEgAhCjAQ0AIAAgAyAEIAcoAgwRAwANAEEAIQUDQCAFIAZGBEBBAA8LIAVBAWohBSAAIAggBygCEBECAEUN\
AAsgBUEBayAGSQ8LIAUL6gQBCn8jAEEwayIDJAAgAyABNgIsIAMgADYCKCADQQM6ACQgA0IgNwIcIANBADYCFCADQQA2AgwCfwJAAkACQCACKAIQIgpFBEAg\
AigCDCIARQ0BIAIoAggiASAAQQN0aiEEIABBAWtB/////wFxQQFqIQcgAigCACEAA0AgAEEEaigCACIFBEAgAygCKCAAKAIAIAUgAygCLCgCDBEDAA0ECyAB\
KAIAIANBDGogAUEEaigCABECAA0DIABBCGohACAEIAFBCGoiAUcNAAsMAQsgAigCFCIARQ0AIABBBXQhCyAAQQFrQf///z9xQQFqIQcgAigCCCEFIAIoAgAh\
AANAIABBBGooAgAiAQRAIAMoAiggACgCACABIAMoAiwoAgwRAwANAwsgAyAIIApqIgFBEGooAgA2AhwgAyABQRxqLQAAOgAkIAMgAUEYaigCADYCICABQQxq\
KAIAIQRBACEJQQAhBgJAAkACQCABQQhqKAIAQQFrDgIAAgELIAUgBEEDdGoiDCgCAA0BIAwoAgQhBAtBASEGCyADIAQ2AhAgAyAGNgIMIAFBBGooAgAhBAJA\
AkACQCABKAIAQQFrDgIAAgELIAUgBEEDdGoiBigCAA0BIAYoAgQhBAtBASEJCyADIAQ2AhggAyAJNgIUIAUgAUEUaigCAEEDdGoiASgCACADQQxqIAFBBGoo\
AgARAgANAiAAQQhqIQAgCyAIQSBqIghHDQALCyAHIAIoAgRPDQEgAygCKCACKAIAIAdBA3RqIgAoAgAgACgCBCADKAIsKAIMEQMARQ0BC0EBDAELQQALIANB\
MGokAAvEBQIEfwV+IwBB0BFrIgUkAAJAAkACQCABRQ0AIAJFDQAgBUHIDWpBAEGFBBAoGiAFQYCAgIB4NgK8DSAFQgE3ArQNIAVCgIDEADcCrA0gBUHsC2oi\
BiABIAJBASADECsgBSgC9AshAiAFKALwCyEDIAUoAuwLIQggBUGABmogBkEMakHYBRAXGiAIQQJHDQEgAyEBCyAFIAI2AtwLIAUgATYC2AsgBUEANgLoCyAF\
QoCAgIAQNwLgCyAFQQM2AvALIAVBpOzAADYC7AsgBUICNwL4CyAFQQE2AowGIAUgBUHcC2o2AogGIAVBATYChAYgBSAFQYAGajYC9AsgBSAFQdgLajYCgAYg\
BUHgC2pB4ITAACAFQewLahAcRQRAIAUoAuALIAUoAuQLIgMgBSgC6AsQBiEBIANBAUEBEHhBASEHDAILQYiFwABBNyAFQewLakH4hMAAQcCFwAAQYwALIAVB\
KGoiBiAFQYAGakHYBRAXGiAFQSBqIAFBAkEIQdzHwAAQTyAFKQMgIQkgBUEYaiABQQJBDEHsx8AAEE8gBSkDGCEKIAVBEGogAUEEQQxB/MfAABBPIAUpAxAh\
CyAFQQhqIAFBBEEQQYzIwAAQTyAFKQMIIQwgBSABQQRBBEGcyMAAEE8gBSkDACENQbwGEMwBIgEgAjYCFCABIAM2AhAgASAINgIMIAFBADYCCCABQoGAgIAQ\
NwIAIAFBGGogBkHYBRAXGiABIARBAEc6ALgGIAFBADYCtAYgASANNwKsBiABQQA2AqgGIAEgDDcCoAYgAUEANgKcBiABIAs3ApQGIAFBADYCkAYgASAKNwKI\
BiABQQA2AoQGIAEgCTcC/AUgAUEANgL4BSABQoCAgIAQNwLwBSABQQhqIQELIAAgBzYCCCAAIAFBACAHGzYCBCAAQQAgASAHGzYCACAFQdARaiQAC6sEAQx/\
IAFBAWshDiAAKAIEIQogACgCACELIAAoAgghDAJAA0AgBQ0BAn8CQCACIANJDQADQCABIANqIQUCQAJAAkAgAiADayIHQQdNBEAgAiADRw0BIAIhAwwFCwJA\
IAVBA2pBfHEiBiAFayIEBEBBACEAA0AgACAFai0AAEEKRg0FIAQgAEEBaiIARw0ACyAHQQhrIgAgBE8NAQwDCyAHQQhrIQALA0AgBigCACIJQYCChAggCUGK\
lKjQAHNrciAGQQRqKAIAIglBgIKECCAJQYqUqNAAc2tycUGAgYKEeHFBgIGChHhHDQIgBkEIaiEGIAAgBEEIaiIETw0ACwwBC0EAIQADQCAAIAVqLQAAQQpG\
DQIgByAAQQFqIgBHDQALIAIhAwwDCyAEIAdGBEAgAiEDDAMLIAQgBWohBiACIARrIANrIQdBACEAAkADQCAAIAZqLQAAQQpGDQEgByAAQQFqIgBHDQALIAIh\
AwwDCyAAIARqIQALIAAgA2oiBEEBaiEDAkAgAiAETQ0AIAAgBWotAABBCkcNAEEAIQUgAyIEDAMLIAIgA08NAAsLIAIgCEYNAkEBIQUgCCEEIAILIQACQCAM\
LQAABEAgC0Gc7sAAQQQgCigCDBEDAA0BCyAAIAhrIQdBACEGIAAgCEcEQCAAIA5qLQAAQQpGIQYLIAEgCGohACAMIAY6AAAgBCEIIAsgACAHIAooAgwRAwBF\
DQELC0EBIQ0LIA0LigQBBH8jAEGAAWsiBCQAAn8CQAJAIAEoAhQiAkEQcUUEQCACQSBxDQEgACgCACABEC9FDQJBAQwDCyAAKAIAIQJBgQEhAwNAIAMgBGpB\
AmsgAkEPcSIFQTByIAVB1wBqIAVBCkkbOgAAIANBAWshAyACQRBJIAJBBHYhAkUNAAsgAUGl7sAAQQIgAyAEakEBa0GBASADaxAbRQ0BQQEMAgsgACgCACEC\
QYEBIQMDQCADIARqQQJrIAJBD3EiBUEwciAFQTdqIAVBCkkbOgAAIANBAWshAyACQQ9LIAJBBHYhAg0ACyABQaXuwABBAiADIARqQQFrQYEBIANrEBtFDQBB\
AQwBC0EBIAEoAhxBvOzAAEECIAEoAiAoAgwRAwANABoCQCABKAIUIgJBEHFFBEAgAkEgcQ0BIAAoAgQgARAvDAILIAAoAgQhAkGBASEDA0AgAyAEakECayAC\
QQ9xIgBBMHIgAEHXAGogAEEKSRs6AAAgA0EBayEDIAJBD0sgAkEEdiECDQALIAFBpe7AAEECIAMgBGpBAWtBgQEgA2sQGwwBCyAAKAIEIQJBgQEhAwNAIAMg\
BGpBAmsgAkEPcSIAQTByIABBN2ogAEEKSRs6AAAgA0EBayEDIAJBD0sgAkEEdiECDQALIAFBpe7AAEECIAMgBGpBAWtBgQEgA2sQGwsgBEGAAWokAAudBAEH\
fyMAQeAAayIFJAAgAiABayIGIAMgAyAGSxshAwJAIAFFBEAgAiAAKAIcIgZHBEAgBUEQaiAAKAIYIAQQPiAAQQhqIQkgAiAAKAIUIgFqIAZrIgRBAWohCgNA\
IAMEQCAFQSxqIAVBEGoQaAJAAkAgASAETwRAIAkoAgAiAiABRg0BDAILIAVBADYCWCAFQQE2AkwgBUGc1MAANgJIIAVCBDcCUCAFQcgAakGw18AAELwBAAsg\
CUGw18AAENgBIAAoAgghAiAAKAIUIQELIAAoAhAhBgJAIAEgBGsiCyAETwRAIAAgBkEBayIHIAJqIgggByAHIAhLGyIHNgIQIAIgACgCDCIIIAYgByAEECEg\
BCAHaiIGIAJBACACIAZNG2shBwwBCyACIAAoAgwiCCAEIAZqIgcgAkEAIAIgB00bayIHIAYgCmoiBiACQQAgAiAGTRtrIAsQIQsgACABQQFqIgE2AhQgCCAH\
QRxsaiICIAUpAiw3AgAgAkEYaiAFQSxqIgZBGGooAgA2AgAgAkEQaiAGQRBqKQIANwIAIAJBCGogBkEIaikCADcCACADQQFrIQMMAQUgBUEQahDXAQwECwAL\
AAsgACADIAAoAhggBBAaDAELIAAgAUEBa0HA18AAELYBQQA6ABggBUEIaiAAIAEgAhAqIAUoAgggBSgCDCADELkBIAAgAiADayACIAQQNQsgBUHgAGokAAu9\
AwEEfwJAAkACQCACIANGDQAgBEUNACADIAJrIgUgAGoiBiAFIAUgBksbIQcgACADayEFIAAgAmsiBiAESQ0CIAQgBUsNASABIANBHGxqIAEgAkEcbGogBEEc\
bBATGgsPCyAEIAdNBEAgASADQRxsaiABIAJBHGxqIgAgBUEcbCICEBMaIAEgACACaiAEIAVrQRxsEBMaDwsgASABIAJBHGxqIgAgBUEcbCIBaiAEIAVrQRxs\
EBMgA0EcbGogACABEBMaDwsgBCAHTQRAIANBHGwiAyAGQRxsIgAgAWpqIQcgBCAFTQRAIAEgA2ogASACQRxsaiAAEBMaIAcgASAEIAZrQRxsEBMaDwsgASAD\
aiABIAJBHGxqIAAQExogByABIAUgBmtBHGwiABATGiABIAAgAWogBCAFa0EcbBATGg8LIAQgBU0EQCABIANBHGxqIgAgBkEcbCIDaiABIAQgBmtBHGwQExog\
ACABIAJBHGxqIAMQExoPCyAGIAVrIgdBHGwiCCABaiABIAQgBmtBHGwQExogASABIAAgB2tBHGxqIAgQEyIAIANBHGxqIAAgAkEcbGogBUEcbBATGgunBAEE\
fyMAQTBrIgQkAAJAIAEgAk8NACAAKAIIIgUgAUYNACAEIAU2AgggASAFSQRAIAEgACgCBCAFIAFB3NrAABDCAS0ADkECRmshAQsgBCABNgIMIAIgBUkEQCAA\
KAIEIAUgAkHs2sAAEMIBLQAOQQJGIAJqIQILIAQgAjYCECAEIARBCGo2AhwgBCAEQRBqNgIYIAQgBEEMajYCFAJAIAAoAhQiBkUNAEEAIQUgAEEANgIUIAQg\
BjYCLCAEIABBDGo2AiBBeCECQQAhAQJAA0AgASAGRgRAIAYhAQwCCyABQQFqIQEgBEEUaiACQQhqIgIgACgCEGoiBxCBAQ0ACyAHKAIAELoBQQEhBQsgAUED\
dCECA0ACQCABIAZHBEAgBEEUaiAAKAIQIAJqIgcQgQFFBEAgBygCABC6ASAFQQFqIQUMAgsgACgCECAFQQN0ayACaiAHKQIANwIADAELIAQgBjYCJCAEIAU2\
AiggBEEgahB6IAAoAgghBSAEKAIQIQIgBCgCDCEBDAILIAJBCGohAiABQQFqIQEMAAsACyAEIAAoAgQgBSABIAJB/NrAABCVASAEKAIAIQEgBCgCBCAEQShq\
IgYgA0EIai8AADsBACAEIAMpAAA3AyBBBHQhAgNAIAJFDQEgAUEgNgIAIAFBADoADiABIAQpAyA3AgQgAUEMaiAGLwEAOwEAIAJBEGshAiABQRBqIQEMAAsA\
CyAEQTBqJAAL7AMBEX8CQAJAIAEoAhAiCCABKAIIIg5LDQAgAUEUaiIPIAEtABgiBmpBAWshECABKAIEIQwgASgCDCEDIAZBBUkhEQNAIAMgCEsNASADIAxq\
IQUgEC0AACEJAkACQAJAIAggA2siB0EHTQRAQQAhAgNAIAIgB0YNAiACIAVqLQAAIAlGDQQgAkEBaiECDAALAAsCQAJAIAUgBUEDakF8cSICRwRAIAIgBWsh\
BEEAIQIDQCACIAVqLQAAIAlGDQYgBCACQQFqIgJHDQALIAdBCGsiAiAESQ0CDAELIAdBCGshAkEAIQQLIAlBgYKECGwhDQNAIAQgBWoiCigCACANcyISQYCC\
hAggEmtyIApBBGooAgAgDXMiCkGAgoQIIAprcnFBgIGChHhxQYCBgoR4Rw0BIAIgBEEIaiIETw0ACwsgBCAHRg0AIAQgBWohBSAIIARrIANrIQdBACECA0Ag\
AiAFai0AACAJRg0CIAcgAkEBaiICRw0ACwsgASAINgIMDAMLIAIgBGohAgsgASACIANqQQFqIgM2AgwgAyAGSQ0AIAMgDksNACARRQ0CIAMgBmsiAiAMaiAG\
IA8gBhDGAUUNAAsgACADNgIIIAAgAjYCBEEBIQsLIAAgCzYCAA8LIAZBBEGk1MAAEOoBAAvSEAIRfwR+IwBBIGsiDCQAEAAhCiAMQQA2AhwgDCAKNgIYIAwg\
ATYCFCAMQRRqIAUQsgEgDCgCHCEBIAZB//8DcbgQCSEFIAwoAhgiFSABIAUQASMAQSBrIgYkAAJAQbzJwQAoAgAiBQ0AQcDJwQBBADYCAEG8ycEAQQE2AgBB\
xMnBACgCACEBQcjJwQAoAgAhCEHEycEAQdCJwQApAgAiGDcCACAGQQhqQdiJwQApAgAiGTcDAEHQycEAKAIAIQpBzMnBACAZNwIAIAYgGDcDACAFRQ0AIAhF\
DQACQCAKRQ0AIAFBCGohCSABKQMAQn+FQoCBgoSIkKDAgH+DIRlBASELIAEhBQNAIAtFDQEgGSEYA0AgGFAEQCAFQeAAayEFIAkpAwBCf4VCgIGChIiQoMCA\
f4MhGCAJQQhqIQkMAQsLIBhCAX0gGIMhGSAKQQFrIgohCyAFIBh6p0EDdkF0bGpBBGsoAgAiB0GEAUkNACAHEAMMAAsACyAGQRRqIAhBAWoQZSAGKAIUGiAB\
IAYoAhxrIAYoAhgQ5AELIAZBIGokAEHAycEAKAIARQRAQcDJwQBBfzYCAEHIycEAKAIAIgEgA3EhBiADrSIaQhmIQoGChIiQoMCAAX4hG0HEycEAKAIAIQoD\
QCAGIApqKQAAIhkgG4UiGEKBgoSIkKDAgAF9IBhCf4WDQoCBgoSIkKDAgH+DIRgCQAJAA0AgGEIAUgRAIAMgCiAYeqdBA3YgBmogAXFBdGxqIgVBDGsoAgBG\
BEAgBUEIaygCACAERg0DCyAYQgF9IBiDIRgMAQsLIBkgGUIBhoNCgIGChIiQoMCAf4NQDQFBzMnBACgCAEUEQCMAQTBrIggkAAJAAkACQEHQycEAKAIAIgpB\
f0YNAEHIycEAKAIAIglBAWoiC0EDdiEBIAkgAUEHbCAJQQhJGyIQQQF2IApNBEAgCEEIagJ/IBBBAWoiASAKQQFqIgYgASAGSxsiAUEITwRAIAFB/////wFL\
DQNBfyABQQN0QQduQQFrZ3ZBAWoMAQtBBEEIIAFBBEkbCyIBEGUgCCgCCCIFRQ0BIAgoAhAhBiAIKAIMIgkEQEH4ycEALQAAGiAFIAkQGSEFCyAFRQ0CIAUg\
BmpB/wEgAUEIahAoIQsgCEEANgIgIAggAUEBayIHNgIYIAggCzYCFCAIQQg2AhAgCCAHIAFBA3ZBB2wgAUEJSRsiDTYCHCALQQxrIQ5BxMnBACgCACIGKQMA\
Qn+FQoCBgoSIkKDAgH+DIRggBiEBIAohCUEAIQUDQCAJBEADQCAYUARAIAVBCGohBSABKQMIQn+FQoCBgoSIkKDAgH+DIRggAUEIaiEBDAELCyAIIAsgByAG\
IBh6p0EDdiAFaiIQQXRsaiIGQQxrKAIAIhEgBkEIaygCACARG60QkAEgDiAIKAIAQXRsaiIRQcTJwQAoAgAiBiAQQXRsakEMayIQKQAANwAAIBFBCGogEEEI\
aigAADYAACAJQQFrIQkgGEIBfSAYgyEYDAELCyAIIAo2AiAgCCANIAprNgIcQQAhAQNAIAFBEEcEQCABQcTJwQBqIgUoAgAhBiAFIAEgCGpBFGoiBSgCADYC\
ACAFIAY2AgAgAUEEaiEBDAELCyAIKAIYIgFFDQMgCEEkaiABQQFqEGUgCCgCJBogCCgCFCAIKAIsayAIKAIoEOQBDAMLIAEgC0EHcUEAR2ohBUHEycEAKAIA\
IgYhAQNAIAUEQCABIAEpAwAiGEJ/hUIHiEKBgoSIkKDAgAGDIBhC//79+/fv37//AIR8NwMAIAFBCGohASAFQQFrIQUMAQUCQCALQQhPBEAgBiALaiAGKQAA\
NwAADAELIAZBCGogBiALEBMaCyAGQQhqIQ0gBkEMayERIAYhBUEAIQEDQAJAAkAgASALRwRAIAEgBmoiEy0AAEGAAUcNAiABQXRsIgcgEWohFCAGIAdqIgdB\
CGshFiAHQQxrIRcDQCABIBcoAgAiByAWKAIAIAcbIgcgCXEiD2sgBiAJIAetEGYiDiAPa3MgCXFBCEkNAiAGIA5qIg8tAAAgDyAHQRl2Igc6AAAgDSAOQQhr\
IAlxaiAHOgAAIA5BdGwhB0H/AUcEQCAGIAdqIQ5BdCEHA0AgB0UNAiAFIAdqIg8tAAAhEiAPIAcgDmoiDy0AADoAACAPIBI6AAAgB0EBaiEHDAALAAsLIBNB\
/wE6AAAgDSABQQhrIAlxakH/AToAACAHIBFqIgdBCGogFEEIaigAADYAACAHIBQpAAA3AAAMAgtBzMnBACAQIAprNgIADAcLIBMgB0EZdiIHOgAAIA0gAUEI\
ayAJcWogBzoAAAsgAUEBaiEBIAVBDGshBQwACwALAAsACyMAQSBrIgAkACAAQQA2AhggAEEBNgIMIABBmIfBADYCCCAAQgQ3AhAgAEEIakHMh8EAELwBAAsA\
CyAIQTBqJAALIAMgBBALIQEgDEEIakHEycEAKAIAQcjJwQAoAgAgGhCQASAMKAIIIQUgDC0ADCEGQdDJwQBB0MnBACgCAEEBajYCAEHMycEAQczJwQAoAgAg\
BkEBcWs2AgBBxMnBACgCACAFQXRsaiIFQQRrIAE2AgAgBUEIayAENgIAIAVBDGsgAzYCAAsgBUEEaygCABAEIQFBwMnBAEHAycEAKAIAQQFqNgIAIAIgASAV\
EAUgAEEANgIAIAxBIGokAA8LIA1BCGoiDSAGaiABcSEGDAALAAsjAEEwayIAJAAgAEEBNgIMIABB+OzAADYCCCAAQgE3AhQgACAAQS9qrUKAgICA4ACENwMg\
IAAgAEEgajYCECAAQQhqQciKwQAQvAEAC9wDAQp/IwBBQGoiAyQAA0AgBEEIRkUEQCADQTBqIARqQQE7AQAgBEECaiEEDAELCyADIAMpAzA3ARYgA0EAOwEU\
IANBFGoiBEEEaiEKIANBM2ohByAEQQJyIQsgBEEBciEIA0ACQAJAAkAgASACRwRAIAEvAQQiBEEZSw0BQQEgBHRBwoGAEHFFDQEMAgsgACADKQIUNwIAIABB\
CGogA0EcaikCADcCACADQUBrJAAPCyAEQZcIa0EDSQ0AIARBL0cNAUGXCCEECyADLQAURQRAIAMtABUiBUEETwRAIANBCGpBCEECQQJB9OHAABBPQQAhBSAD\
QQA2AiwgAyADKAIMIgk2AiggAyADKAIIIgY2AiQgBkEDTQRAIANBJGpBAEEEQQJBAhCaASADKAIoIQkgAygCLCEFCyADQSRqIgZBCGoiDCAFQQRqNgIAIAkg\
BUEBdGogAykBFjcBACAGIARBhOLAABCoASAHQQhqIAwoAgA2AAAgByADKQIkNwAAIANBFGoQ0gEgCCADKQAwNwAAIAhBB2ogA0E3aikAADcAACADQQE6ABQM\
AgsgCyAFQQF0aiAEOwEAIAMgBUEBajoAFQwBCyAKIARBlOLAABCoAQsgAUEQaiEBDAALAAvGAwEKfyMAQUBqIgMkAANAIARBCEZFBEAgA0EwaiAEakEEOwEA\
IARBAmohBAwBCwsgAyADKQMwNwEWIANBADsBFCADQRRqIgRBBGohCiADQTNqIQcgBEECciELIARBAXIhCANAAkACQCABIAJHBEBBBEEUQQMgAS8BBCIEQRRG\
GyAEQQRGGyIEQQNHDQEMAgsgACADKQIUNwIAIABBCGogA0EcaikCADcCACADQUBrJAAPCyADLQAURQRAIAMtABUiBUEETwRAIANBCGpBCEECQQJBtOHAABBP\
QQAhBSADQQA2AiwgAyADKAIMIgk2AiggAyADKAIIIgY2AiQgBkEDTQRAIANBJGpBAEEEQQJBAhCaASADKAIoIQkgAygCLCEFCyADQSRqIgZBCGoiDCAFQQRq\
NgIAIAkgBUEBdGogAykBFjcBACAGIARBxOHAABCoASAHQQhqIAwoAgA2AAAgByADKQIkNwAAIANBFGoQ0gEgCCADKQAwNwAAIAhBB2ogA0E3aikAADcAACAD\
QQE6ABQMAgsgCyAFQQF0aiAEOwEAIAMgBUEBajoAFQwBCyAKIARB1OHAABCoAQsgAUEQaiEBDAALAAuxAwEKfyMAQRBrIgYkACAAKAIsIQMCQCAAKAI8IgFF\
DQAgACgCNCICIAFqIQEgBiADKAIAIANBCGooAgAgAiABIAEQTCAGKAIMIAYoAgghBCAAIAIgBigCBCAGKAIAIgVrIgFqNgI0IAMoAgQiCCAEQRxsaiECIAgg\
BUEcbGohBQNAIAEEQCABQQFrIQEgBRDXASAFQRxqIQUMAQsLIABBADYCPCAEayEBA0AgAUUNASABQQFrIQEgAhDXASACQRxqIQIMAAsACyAAKAI4IgcgAygC\
DCICayEFIAAoAjAhCAJAIAJFDQAgAiAHRg0AAn8gAiAFTwRAIAMoAggiASACaiIJIAMoAgAiBEEAIAQgCU0bayEJIAIgCGogAWoiASAEQQAgASAETxtrIQog\
BQwBCyAIIAMoAggiCmoiASADKAIAIgRBACABIARPG2shCSACCyEBIAQgA0EEaigCACAKIAkgARAhCwJAIAdFBEAgA0EANgIIDAELIAIgBU8NACADIAMoAggg\
CGoiASADKAIAIgJBACABIAJPG2s2AggLIAMgBzYCDCAAENwBIAZBEGokAAuUAwEFfwJAIAJBEEkEQCAAIQMMAQsCQEEAIABrQQNxIgUgAGoiBCAATQ0AIAVB\
AWsgACEDIAUEQCAFIQYDQCADIAE6AAAgA0EBaiEDIAZBAWsiBg0ACwtBB0kNAANAIAMgAToAACADQQdqIAE6AAAgA0EGaiABOgAAIANBBWogAToAACADQQRq\
IAE6AAAgA0EDaiABOgAAIANBAmogAToAACADQQFqIAE6AAAgBCADQQhqIgNHDQALCyAEIAIgBWsiAkF8cWoiAyAESwRAIAFB/wFxQYGChAhsIQUDQCAEIAU2\
AgAgBEEEaiIEIANJDQALCyACQQNxIQILAkAgAiADaiIFIANNDQAgAkEBayACQQdxIgQEQANAIAMgAToAACADQQFqIQMgBEEBayIEDQALC0EHSQ0AA0AgAyAB\
OgAAIANBB2ogAToAACADQQZqIAE6AAAgA0EFaiABOgAAIANBBGogAToAACADQQNqIAE6AAAgA0ECaiABOgAAIANBAWogAToAACAFIANBCGoiA0cNAAsLIAAL\
yAMCCn8BfiMAQTBrIgMkACABKAIAIQUgAUGAgICAeDYCAAJAIAVBgICAgHhHBEAgASgCBCEHQTYhBgJAIAJB/wFxQQJPDQAgA0EgaiICIAEpAgQiDacgDUIg\
iKcQViADKAIgIghFDQAgAygCJCEJIAIgAygCKCADKAIsEFYgAygCICIKRQ0AIAMoAiwiAUEGSQ0AIAMoAiQhC0H038AAIAMoAigiAkEGEIoBDQAgAUEGayIE\
QQtJDQAgA0EYaiABQRFrIgEgAkEGaiICIARB8NDAABC4AUH638AAQQsgAygCGCADKAIcEMYBRQ0AAkAgAiABQYXgwABBARDGAQRAQQAhBAwBCyACIAFBhuDA\
AEEBEMYBBEBBASEEDAELQQEhDEEAIQQgAiABQYfgwABBARDGAQ0AQQEhBCACIAFBiODAAEEBEMYBRQ0BCyADQRBqIAggCRAwIAMvARBBAXFFDQAgAy8BEiEB\
IANBCGogCiALEDAgAy8BCEEBcUUNACADLwEKIQIgACAMOgAHIAAgBDoABiAAIAE7AQIgACACOwEEQRIhBgsgACAGOgAAIAUgB0EBQQEQcwwBCyAAQTY6AAAL\
IANBMGokAAv1AgEIfyABKAIUIgYgASgCHGshCyABKAIMIQQCQCABKAIIIgogBmsiBSABKAIQIglPBEAgCSEFDAELIAYgCiAJayIIayEHAkACQAJAAkACQCAF\
IAhJBEAgBSAHTw0BIAcgCE8EQCAGIApGDQQgBCAHQRxsaiAEIAlBHGxqIAhBHGwQExoMBAsgBiAKRg0CIAQgBUEcbGogBCAHQRxsEBMaDAILIAhBHGwiBSAE\
aiAEIAdBHGwQExogBCAEIAlBHGxqIAUQFxoMAwsgB0EcbCIFIARqIAQgCUEcbGogCEEcbBATGiAEIAZBHGxqIAQgBRAXGiAHIQUMAwsgBCAFQRxsaiAGIAcQ\
uQEMAgsgBCAGIAgQswELQQAhBQsgASAFNgIQCwJAIAMgC2oiASACIAtqIgJPBEAgASAGSw0BIAAgASACazYCBCAAIAQgBUEcbGogAkEcbGo2AgAPCyACIAFB\
wNjAABDrAQALIAEgBkHA2MAAEOoBAAulAwEDfyMAQSBrIgUkAAJAIAFFDQAgAkUNACAFQQA7ABAgBUECOgAMIAVBAjoACCAAIAEgAiADIAQgBUEIaiIGEDMg\
BUEAOwAQIAVBAjoADCAFQQI6AAggAEEkaiABIAJBAUEAIAYQMyAFQQA2AhAgBUKAgICAwAA3AgggAUEIayIGQQAgASAGTxsiBkEDdiAGQQdxQQBHaiEGQQgh\
BwNAIAYEQCAFQQhqIAdBqOvAABCkASAGQQFrIQYgB0EIaiEHDAELCyAAIAUpAgg3AlAgAEHYAGogBUEQaigCADYCACAAQQA6ALgBIAAgAjYClAEgACABNgKQ\
ASAAQQA7AbYBIABBAjoAsgEgAEECOgCuASAAQgA3ApgBIABBAToAZCAAQgA3AlwgACAENgJMIAAgAzYCSCAAQQA7AawBIABBADoAvQEgAEGAgAQ2ALkBIABC\
ADcCoAEgACACQQFrNgKoASAAQQI6AI8BIABBAjoAeyAFQSBqJAAPCyAFQQA2AhggBUEBNgIMIAVB3NnAADYCCCAFQgQ3AhAgBUEIakHk2cAAELwBAAvzAgEI\
fyMAQTBrIQMCQCABKAIQIgIEQCABIAJBAWs2AhAgASABKAIIIgRBAWo2AgggBCABKAIAIgIoAghqIQYgAigCBCAGIAIoAgAiAkEAIAIgBk0ba0EcbGoiAigC\
ACIHQYCAgIB4Rw0BCyAAQYCAgIB4NgIADwsgA0EIaiIEQRBqIAJBFGopAgA3AwAgBEEIaiACQQxqKQIANwMAIAEgASgCFCIIQQFqNgIUIAMgAikCBDcDCCAB\
KAIYIQEDQCAFQRBGRQRAQQIhAgJAIAFBBGoiCS0AACIEQQJGDQAgAUEIaigCACAIRw0AIAlBAjoAACABKAIAIQYgBCECCyADQSBqIAVqIgQgBjYCACAEQQRq\
IAI6AAAgAUEMaiEBIAVBCGohBQwBCwsgACAHNgIAIAAgAykDCDcCBCAAIAMpAiA3AhwgAEEMaiADQRBqKQMANwIAIABBFGogA0EYaikDADcCACAAQSRqIANB\
KGopAgA3AgALngMBA38gASADQcDVwAAQtgEhAQJ/QQJBASAEEDkiCBshB0EAIAcgASgCCCIDIAJrIgZBACADIAZPG0sNABogASgCBCADIAJBjNvAABDCAS0A\
DkECRgRAIAEoAgQgASgCCCACQQFrQZzbwAAQwgEiBkEAOgAOIAZBIDYCACAGIAUpAAA3AAQgBkEMaiAFQQhqLwAAOwAACwJAIAMgAiAHaiIDTQ0AIAEoAgQg\
A0EEdGoiAy0ADkECRw0AIANBADoADiADQSA2AgAgAyAFKQAANwAEIANBDGogBUEIai8AADsAAAsgASgCCCEDIAEoAgQhBgJ/IAhFBEAgBiADIAJBrNvAABDC\
ASIDIAQ2AgBBAAwBCyAGIAMgAkG828AAEMIBIgNBAToADiADIAQ2AgAgAyAFKQAANwAEIANBDGogBUEIai8AADsAACABKAIEIAEoAgggAkEBakHM28AAEMIB\
IgNBIDYCAEECCyECIAMgAjoADiADIAUpAAA3AAQgA0EMaiAFQQhqLwAAOwAAQQELIQYgACAHNgIEIAAgBjYCAAvwAgEJfyMAQRBrIQICfyAAQY8BQfsAIAAt\
ALgBIgEbai0AACIFQQJGBEBBASEFQQIhB0ECDAELIAJBDmogAEGFAUHxACABG2oiA0ECai0AADoAACACQQpqIABBiQFB9QAgARtqIgRBAmotAAA6AAAgAiAD\
LwAAOwEMIAIgBC8AADsBCCAAQYwBQfgAIAEbai0AACEGIABBjQFB+QAgARtqLQAAIQQgAEGOAUH6ACABG2otAAAhAyAAQfwAQegAIAEbaigCACEJIABBgAFB\
7AAgARtqKAIAIQggAEGEAUHwACABG2otAAAhByAAQYgBQfQAIAEbai0AAAshASAAIAc6AK4BIAAgCDYCYCAAIAk2AlwgACACLwEMOwCvASAAIAE6ALIBIAAg\
Ai8BCDsAswEgACAFOgC7ASAAIAM6ALoBIAAgBDoAtwEgACAGOgC2ASAAQbEBaiACQQ5qLQAAOgAAIABBtQFqIAJBCmotAAA6AAAL5gIBCH8jAEEQayIFJABB\
CiECIAAiA0HoB08EQCADIQQDQCAFQQZqIAJqIgZBA2sgBEGQzgBuIgNB8LEDbCAEaiIHQf//A3FB5ABuIghBAXQiCUGo7sAAai0AADoAACAGQQRrIAlBp+7A\
AGotAAA6AAAgBkEBayAIQZx/bCAHakH//wNxQQF0IgdBqO7AAGotAAA6AAAgBkECayAHQafuwABqLQAAOgAAIAJBBGshAiAEQf+s4gRLIAMhBA0ACwsCQCAD\
QQlNBEAgAyEEDAELIAIgBWpBBWogA0H//wNxQeQAbiIEQZx/bCADakH//wNxQQF0IgNBqO7AAGotAAA6AAAgAkECayICIAVBBmpqIANBp+7AAGotAAA6AAAL\
IARFIABBAEdxRQRAIAJBAWsiAiAFQQZqaiAEQQF0QR5xQajuwABqLQAAOgAACyABQQFBACAFQQZqIAJqQQogAmsQGyAFQRBqJAALzwIBBX8CQAJAIAJFDQAD\
QCACIANHBEAgASADaiEEIANBAWohAyAELQAAQTBrQf8BcUEKSQ0BDAILC0EBIQMgAS0AACEFAkACQCACQQFGBEBBACECQQAhBCAFQStrDgMEAQQBCyAFQStG\
BEAgAkEBayEDIAFBAWohASACQQZJDQEMAgsgAiIDQQVPDQELQQAhBANAIANFIgINAyABLQAAQTBrIgVBCUsEQEEAIQQMBAUgAUEBaiEBIANBAWshAyAEQQps\
IAVqIQQMAQsACwALQQAhBQNAIANFIQIgAgRAIAUhBAwDC0EAIQQgAS0AAEEwayIGQQlLDQIgBUH//wNxQQpsIgdBEHYNAiABQQFqIQEgA0EBayEDIAYgB2oh\
BSAHQf//A3EgBkH//wNxaiIGIAZB//8DcUYNAAsMAQtBACECCyAAIAQ7AQIgACACOwEAC8oCAQZ/IAEgAkEBdGohCSAAQYD+A3FBCHYhCiAAQf8BcSEMAkAC\
QAJAAkADQCABQQJqIQsgByABLQABIgJqIQggCiABLQAAIgFHBEAgASAKSw0EIAghByAJIAsiAUcNAQwECyAHIAhLDQEgBCAISQ0CIAMgB2ohAQNAIAJFBEAg\
CCEHIAkgCyIBRw0CDAULIAJBAWshAiABLQAAIAFBAWohASAMRw0ACwtBACECDAMLIAcgCEHo8sAAEOsBAAsgCCAEQejywAAQ6gEACyAAQf//A3EhByAFIAZq\
IQNBASECA0AgBUEBaiEAAkAgBSwAACIBQQBOBEAgACEFDAELIAAgA0cEQCAFLQABIAFB/wBxQQh0ciEBIAVBAmohBQwBC0HY8sAAEO0BAAsgByABayIHQQBI\
DQEgAkEBcyECIAMgBUcNAAsLIAJBAXEL+wIBBH8gAEEkQQAgAC0AuAEbaiEDIABBrgFqIQQgACgCYCEFIAAoAlwhAAJAAkACQAJAAkACQAJAIAFBAWsOBgAB\
AgMEBQYLIAMoAhghASADIAVB0NbAABC2ASICQQA6ABggAiAAIAEgBBAiIAMgBUEBaiADKAIcIAQQNQ8LIAMoAhghASADIAVB4NbAABC2AUEAIAEgAEEBaiIA\
IAAgAUsbIAQQIiADQQAgBSAEEDUPCyADQQAgAygCHCAEEDUPCyADKAIYIQEgAyAFQfDWwAAQtgEiAiAAIAEgBBAiIAJBADoAGA8LIAMoAhghASADIAVBgNfA\
ABC2AUEAIAEgAEEBaiIAIAAgAUsbIAQQIg8LIAMoAhghACADIAVBkNfAABC2ASIBQQAgACAEECIgAUEAOgAYDwsCQCADKAIYIgEgAGsiBiACIAIgBksbIgJF\
DQAgAyAFQcDWwAAQtgEiAyAAIAAgAmoiACAEECIgACABRw0AIANBADoAGAsLzgIBCH8jAEFAaiIGJAAgBkEIaiACQQRBHEGQ1cAAEE8gBkIANwIcIAYgBigC\
DCILNgIYIAYgBigCCCIJNgIUIAIhCgNAIAoEQCAGQSRqIAEgBRA+IAcgCUYEQCAGQRRqQbDVwAAQ2AEgBigCGCELIAYoAhwhDCAGKAIUIQkgBigCICEHCyAL\
IAcgDGoiCCAJQQAgCCAJTxtrQRxsaiIIIAYpAiQ3AgAgCEEYaiAGQSRqIg1BGGooAgA2AgAgCEEQaiANQRBqKQIANwIAIAhBCGogDUEIaikCADcCACAGIAdB\
AWoiBzYCICAKQQFrIQoMAQsLIAZBFGogBEHoByADQQFxG0Gg1cAAEIIBIAAgAjYCHCAAIAE2AhggAEEAOgAgIAAgBDYCBCAAIAM2AgAgAEEQaiAGQRxqKQIA\
NwIAIAAgBikCFDcCCCAGQUBrJAAL1QIBBX8jAEFAaiIDJAAgA0EANgIgIAMgATYCGCADIAEgAmo2AhwgA0EQaiADQRhqEHACQCADKAIQRQRAIABBADYCCCAA\
QoCAgIDAADcCAAwBCyADKAIUIQQgA0EIakEEQQRBBEGEz8AAEE8gAygCCCEFIAMoAgwiBiAENgIAIANBATYCLCADIAY2AiggAyAFNgIkIANBOGogA0EgaigC\
ADYCACADIAMpAhg3AzBBBCEFQQEhBANAIAMgA0EwahBwIAMoAgBBAUdFBEAgAygCBCEHIAMoAiQgBEYEQCADQSRqIARBAUEEQQQQmgEgAygCKCEGCyAFIAZq\
IAc2AgAgAyAEQQFqIgQ2AiwgBUEEaiEFDAELCyAAIAMpAiQ3AgAgAEEIaiADQSxqKAIANgIACwNAIAIEQCABQQA6AAAgAkEBayECIAFBAWohAQwBCwsgA0FA\
ayQAC8YCAQV/IwBBEGsiBSQAIAUgACgCCCAAKAIQIAEgACgCFCIGIAAoAhxrIgFqIAEgAmogBhBMIAAoAgwiASAFKAIMQRxsaiEAIAEgBSgCBEEcbGohByAB\
IAUoAghBHGxqIQYgASAFKAIAQRxsaiEBIANBCGohCANAAkACQCABIAdHBEAgASEEIAAhAQwBCyAGRQ0BIAAgBkcgBiEEIAAhByABIQZFDQELIAQoAhQhACAE\
QQA2AhQgBCgCECECA0AgAARAIAIoAgAQugEgAEEBayEAIAJBCGohAgwBCwsgBCgCCEEEdCECIAQoAgQhAANAIAIEQCAAQSA2AgAgAEEAOgAOIAAgAykAADcA\
BCAAQQxqIAgvAAA7AAAgAkEQayECIABBEGohAAwBCwsgBEEAOgAYIAEhACAEQRxqIQEMAQsLIAVBEGokAAu+AgECfyMAQRBrIgIkAAJAIAFBgAFPBEAgAkEA\
NgIMAn8gAUGAEE8EQCABQYCABE8EQCACIAFBP3FBgAFyOgAPIAIgAUESdkHwAXI6AAwgAiABQQZ2QT9xQYABcjoADiACIAFBDHZBP3FBgAFyOgANQQQMAgsg\
AiABQT9xQYABcjoADiACIAFBDHZB4AFyOgAMIAIgAUEGdkE/cUGAAXI6AA1BAwwBCyACIAFBP3FBgAFyOgANIAIgAUEGdkHAAXI6AAxBAgsiASAAKAIAIAAo\
AggiA2tLBEAgACADIAFBAUEBEJoBIAAoAgghAwsgACgCBCADaiACQQxqIAEQFxogACABIANqNgIIDAELIAAoAggiAyAAKAIARgRAIAAQSAsgACADQQFqNgII\
IAAoAgQgA2ogAToAAAsgAkEQaiQAC8UCAQV/IwBBMGsiAyQAIAMgAjYCCEEAIQIgA0EANgIUIANCgICAgMAANwIMIAMgA0EMajYCHCADIANBCGo2AhgCQCAB\
KAIUIgZFDQAgAUEANgIUIAMgBjYCLCADIAFBDGo2AiBBeCEEAn8DQCACIAZGBEAgBiECQQAMAgsgAkEBaiECIANBGGogBEEIaiIEIAEoAhBqIgUQTg0ACyAF\
KAIAELoBQQELIQUgAkEDdCEEA0ACQCACIAZHBEAgA0EYaiABKAIQIARqIgcQTkUEQCAHKAIAELoBIAVBAWohBQwCCyABKAIQIAVBA3RrIARqIAcpAgA3AgAM\
AQsgAyAGNgIkIAMgBTYCKCADQSBqEHoMAgsgBEEIaiEEIAJBAWohAgwACwALIAAgAykCDDcCACAAQQhqIANBFGooAgA2AgAgA0EwaiQAC6wCAgN/AX4jAEEg\
ayIGJAACQCACIAIgA2oiA0sEQEEAIQIMAQtBACECIAQgBWpBAWtBACAEa3GtIAMgASgCACIIQQF0IgcgAyAHSxsiA0EIQQQgBUEBRhsiByADIAdLGyIHrX4i\
CUIgiKcNACAJpyIDQYCAgIB4IARrSw0AAn8gCEUEQEEAIQUgBkEcagwBCyAGIAQ2AhwgBSAIbCEFIAEoAgQhCCAGQRhqCyAFNgIAAn8gBigCHARAIAYoAhgi\
AkUEQCAGQRBqIAQgAxC+ASAGKAIQDAILIAggAiAEIAMQPAwBCyAGQQhqIAQgAxC+ASAGKAIICyEFIAQhAiAFRQ0AIAEgBzYCACABIAU2AgRBgYCAgHghAgsg\
ACADNgIEIAAgAjYCACAGQSBqJAALvAIBAX8gAEGgAU8EfwJAAkACQCAAQQ12QYCLwQBqLQAAIgFBFEkEQCAAQQd2QT9xIAFBBnRyQYCNwQBqLQAAIgFBugFP\
DQEgAEECdkEfcSABQQV0ckGAl8EAai0AACAAQQF0QQZxdkEDcSIBQQNHDQMCQAJAIABBjvwDaw4CAQEACyAAQefaBWtBAkkNAyAAQdwLRg0DIABB2C9HBEAg\
AEGQNEYNBCAAQYH8A0YNAUEBIQEgAEGDmARGDQVBAUEBQQFBAUEBQQIgAEHm4wdrQRpJGyAAQbHaAGtBP0kbIABBgC9rQTBJGyAAQaIMa0HhBEkbIABB/v//\
AHFB/MkCRhshAQwFC0EDIQEMBAtBACEBDAMLIAFBFEHkzMAAEG8ACyABQboBQfTMwAAQbwALQQEhAQsgAUECRgVBAAsLswIBCH8jAEFAaiICJAAgASgCDCID\
QRxsIQQgA0EBaiEDIAEoAgghByABKAIEIQggASgCACEJA0AgAkEEaiIFIAAQRiACKAIEQYCAgIB4RkUEQCAJKAIEIAgoAgBBHGxqIARqIgYgAikCBDcCACAG\
QRhqIAVBGGooAgA2AgAgBkEQaiAFQRBqKQIANwIAIAZBCGogBUEIaikCADcCACABIAM2AgwgByAHKAIAQQFqNgIAIARBHGohBCADQQFqIQMMAQsLIAJBBGoQ\
3AECQCAAKAIARQRAIAJBgICAgHg2AiAMAQsgAEEANgIAIAJBKGogAEEMaikCADcDACACQTBqIABBFGopAgA3AwAgAkE4aiAAQRxqKAIANgIAIAIgACkCBDcD\
IAsgAkEgahDcASACQUBrJAALlQIBAn8jAEEQayICJAACQCABQYABTwRAIAJBADYCDCAAIAJBDGoCfyABQYAQTwRAIAFBgIAETwRAIAIgAUE/cUGAAXI6AA8g\
AiABQRJ2QfABcjoADCACIAFBBnZBP3FBgAFyOgAOIAIgAUEMdkE/cUGAAXI6AA0gAkEQagwCCyACIAFBP3FBgAFyOgAOIAIgAUEMdkHgAXI6AAwgAiABQQZ2\
QT9xQYABcjoADSACQQxqQQNyDAELIAIgAUE/cUGAAXI6AA0gAiABQQZ2QcABcjoADCACQQxqQQJyCxBgDAELIAAoAggiAyAAKAIARgRAIAAQSAsgACADQQFq\
NgIIIAAoAgQgA2ogAToAAAsgAkEQaiQAQQALiAIBBH8CQAJAAn8CQAJAAkBBfyABIANHIAEgA0sbQf8BcQ4CBQEACyADQXBxIgIgAUFwcSIBRg0EIAAgAmoi\
BUEQaiAAIAFqIgJBEGohASACQQ9qLQAAQQJxBH8gAkEcaigCACECIAEQiAEgASACagUgAQsQXAwBCyABQXBxIgUgA0FwcSIGRg0DIAAgBWoiBEEPai0AAEEC\
cUUNAiAAIAZqIgVBEGoiBiAEQRBqIgcgBEEcaigCAGoiBEsNAiAHEIgBQQEgBCAGRg0BGiAGIAQQXAtBAwshASAFQQ9qIAE6AAAgAA8LIAIgAxAZIgJFBEBB\
AA8LIAIgACABEBcgACABEGIhAAsgAAuYAwIFfwF+IwBBIGsiByQAAkAgAiADaiIDIAJJBEBBACECDAELQQAhAiAEIAVqQQFrQQAgBGtxrSADIAEoAgAiCEEB\
dCIGIAMgBksbIgNBCEEEIAVBAUYbIgYgAyAGSxsiCq1+IgtCIIinDQAgC6ciBkGAgICAeCAEa0sNAAJ/IAhFBEBBACEFIAdBGGoMAQsgByAENgIYIAcgASgC\
BDYCFCAFIAhsIQUgB0EcagsgBTYCACAHQQhqIQkgBiECIwBBEGsiBiQAAn8gB0EUaiIFKAIEBEAgBSgCCCIIRQRAIAZBCGogBCACEL4BIAYoAgghCCAGKAIM\
DAILIAUoAgAgCCAEIAIQPCEIIAIMAQsgBiAEIAIQvgEgBigCACEIIAYoAgQLIQUgCSAIIAQgCBs2AgQgCSAIRTYCACAJIAUgAiAIGzYCCCAGQRBqJAAgBygC\
CEUEQCAHKAIMIQIgASAKNgIAIAEgAjYCBEGBgICAeCECDAELIAcoAhAhAyAHKAIMIQILIAAgAzYCBCAAIAI2AgAgB0EgaiQAC5kCAQZ/IwBBIGsiBCQAIARB\
CGogAUEEQRBBzNrAABBPIARBADYCHCAEIAQpAwg3AhQgBEEUaiABEMABQQEgASABQQFNGyIGQQFrIQUgBCgCGCAEKAIcIgdBBHRqIQMgAkEIaiEIAkADQCAF\
BEAgA0EgNgIAIANBADoADiADIAIpAAA3AAQgA0EMaiAILwAAOwAAIAVBAWshBSADQRBqIQMMAQUCQCAGIAdqIQUgAQ0AIAVBAWshBQwDCwsLIANBIDYCACAD\
QQA6AA4gAyACKQAANwAEIANBDGogAkEIai8AADsAAAsgACAEKQIUNwIAIABBCGogBTYCACAAQQA2AhQgAEKAgICAwAA3AgwgAEEAOgAYIARBIGokAAuUAgEF\
fyMAQSBrIgQkACAAKAJgIQMgBEEQaiAAQbYBai8AADsBACAEIAApAK4BNwMIAkAgACgCqAEgA0cEQCADIAAoApQBQQFrTw0BIARBFGoiAiAAQSRBACAALQC4\
ARtqIgUgAxC/ASAFIANBAWoiA0Hg1cAAELYBIAIQiwEgACADNgJgDAELIAAoAqQBIQYgBEEUaiIHIABBJEEAIAAtALgBG2oiBSADEL8BIAUgBiADQQFqQQEg\
BEEIahAgIAUgA0Hw1cAAELYBIAcQiwEgAiAAKAKkASIDIAIoAgAiAiACIANLGzYCAAsgAEEANgJcIAQgACABEE0gBCgCAEEBRgRAIAAgBCgCBDYCXAsgBEEg\
aiQAC9ACAQV/IwBBIGsiAyQAIAEoAhQhBCABQQA2AhQgAyACNgIEIAEoAhAhAiADQQA2AhggAyAENgIUIAMgAUEMajYCECADIAIgBEEDdGoiBTYCDCAAQQxq\
IQYgAyADQQRqNgIcA0ACQCACIAVHBEAgAyACQQhqIgE2AgggAigCACIEQX9HBEAgBCgCAA0CCyAEELoBIAEhAgwCCyADQoSAgIDAADcCCCADQQhqIgAoAhAi\
AQRAIAAoAgwiBSAAKAIIIgIoAggiBEcEQCACKAIEIgYgBEEDdGogBiAFQQN0aiABQQN0EBMaIAAoAhAhAQsgAiABIARqNgIICyADQSBqJAAPCyADKAIEIAIo\
AgRqIQcgACgCFCICIAAoAgxGBEAgBkEBEMEBCyAAIAJBAWo2AhQgACgCECACQQN0aiICIAc2AgQgAiAENgIAIAEhAgwACwALgwIBA38gASADQdDVwAAQtgEh\
AwJ/QQJBASAEEDkiCBshB0EAIAcgAygCCCIGIAJrIgFBACABIAZNG0sNABogAyACIAcgBRASIAMoAgghASADKAIEIQYCfyAIRQRAIAYgASACQdzbwAAQwgEi\
AyAENgIAQQAMAQsgBiABIAJB7NvAABDCASIBQQE6AA4gASAENgIAIAEgBSkAADcABCABQQxqIAVBCGovAAA7AAAgAygCBCADKAIIIAJBAWpB/NvAABDCASID\
QSA2AgBBAgshAiADIAI6AA4gAyAFKQAANwAEIANBDGogBUEIai8AADsAAEEBCyEBIAAgBzYCBCAAIAE2AgAL7gEBA38CQCABKAIAQQFGBEAgASgCBCABKAIU\
IgIgASgCHGtJDQELIABBgICAgHg2AgAPCwJAIAJFDQAgASACQQFrNgIUIAEgASgCECICQQFqIgMgASgCCCIEQQAgAyAETxtrNgIQIAEoAgwgAkEcbGoiAigC\
ACIDQYCAgIB4Rg0AIAAgAzYCACAAIAIpAgQ3AgQgACACLwAZOwAZIAAgAi0AGCIDOgAYIABBDGogAkEMaikCADcCACAAQRRqIAJBFGooAgA2AgAgAEEbaiAC\
QRtqLQAAOgAAIAEgA0EBcToAIA8LIABBgICAgHg2AgAL6gEBBH8jAEEwayIDJAAgA0EIaiAAEIQBIAMoAggiBEHkBWoiBiAEENYBQTYhBUEAIQADQCAAQQFx\
RQRAIAMgAjYCICADIAE2AhwgAyAFOgAYIAQgA0EYaiAGEAxBNyEFQQEhAAwBCwsgBBBpIANBGGogBEHoBWooAgAgBEHsBWooAgAQNCADIAMoAhwiASADKAIg\
EIABIAMoAgQhACADKAIAQQFxBEAgAyAANgIUQeCFwABBKyADQRRqQdCFwABBvMjAABBjAAsgAygCGCABQQRBBBB4IAMoAgwgAygCEBDsASADQTBqJAAgAAvH\
AQEFfwJAIAEoAgAiAiABKAIERgRADAELQQEhBiABIAJBAWo2AgAgAi0AACIDwEEATg0AIAEgAkECajYCACACLQABQT9xIQQgA0EfcSEFIANB3wFNBEAgBUEG\
dCAEciEDDAELIAEgAkEDajYCACACLQACQT9xIARBBnRyIQQgA0HwAUkEQCAEIAVBDHRyIQMMAQsgASACQQRqNgIAIAVBEnRBgIDwAHEgAi0AA0E/cSAEQQZ0\
cnIhAwsgACADNgIEIAAgBjYCAAvWAQEFfwJAIAAoApwEIgFBf0cEQCABQQFqIQMgAUEgSQ0BIANBIEGs5MAAEOoBAAtBrOTAABCqAQALIABBHGoiASADQQR0\
aiEFA0AgASAFRkUEQAJAIAEoAgAiAkF/RwRAIAJBBkkNASACQQFqQQZBoOrAABDqAQALQaDqwAAQqgEACyABQQRqIQQgAUEQaiACQQF0QQJqIQIDQCACBEAg\
BEEAOwEAIAJBAmshAiAEQQJqIQQMAQsLIAFBADYCACEBDAELCyAAQYCAxAA2AgAgAEEANgKcBAvHAQECfyMAQSBrIgIkAAJAIAEoAgAiA0UEQCAAQYCAgIB4\
NgIADAELIAEgA0EBayIDNgIAIAFBBGohAQJAIANFBEAgAkEYaiABQRhqKAIANgIAIAJBEGogAUEQaikCADcDACACQQhqIAFBCGopAgA3AwAgAiABKQIANwMA\
DAELIAIgARBoCyAAIAIpAwA3AgAgAEEYaiACQRhqKAIANgIAIABBEGogAkEQaikDADcCACAAQQhqIAJBCGopAwA3AgALIAJBIGokAAuHAQEDfyMAQSBrIgEk\
ACABQQRqIAAQeyABKAIEIgAtAGRBAXEEfyAAKAJgIQMgACgCXCEAIAFBADYCEBAAIQIgAUEANgIcIAEgAjYCGCABIAFBEGo2AhQgAUEUaiICIAAQsgEgAiAD\
ELIBIAEoAhgFQYABCyABKAIIIAEoAgwQ2gEgAUEgaiQAC5ACAQV/IwBBIGsiAiQAQQggACgCACIEQQFqIgMgBEEBdCIBIAEgA0kbIgEgAUEITRsiAUEASARA\
QQBBqInBABDnAQALIAIgBAR/IAIgBDYCHCACIAAoAgQ2AhRBAQVBAAs2AhggAkEIaiEFIAEhAwJ/IAJBFGoiBCgCBARAIAQoAggiAUUEQEH4ycEALQAAGkEB\
IAMQGQwCCyAEKAIAIAFBASADEDwMAQtB+MnBAC0AABpBASADEBkLIQEgBSADNgIIIAUgAUEBIAEbNgIEIAUgAUU2AgAgAigCCEEBRgRAIAIoAhAaIAIoAgxB\
qInBABDnAQALIAIoAgwhASAAIAM2AgAgACABNgIEIAJBIGokAAvBAQEFfyMAQRBrIgIkAEEBIQQCQCABKAIcIgNBi4bAAEEFIAEoAiAiBigCDCIFEQMADQAC\
QCABLQAUQQRxRQRAIANBou7AAEEBIAURAwANAiAAIAMgBhBTRQ0BDAILIANBo+7AAEECIAURAwANASACIAY2AgQgAiADNgIAIAJBAToADyACIAJBD2o2Aggg\
ACACQYTuwAAQUw0BIAJBoO7AAEECEB4NAQsgA0GWycEAQQEgBREDACEECyACQRBqJAAgBAunAQECfyMAQSBrIgIkACACIAAoAlw2AgwgAkEAOgAcIAIgACgC\
VCIDNgIQIAIgAyAAKAJYQQJ0ajYCFCACIAJBDGo2AhggAAJ/AkACQANAIAFBAWsiAQRAIAJBEGoQaw0BDAILCyACQRBqEGsiAQ0BCyAAKAKQASIDQQFrIgAM\
AQsgACgCkAEiA0EBayEAIAEoAgALIgEgACABIANJGzYCXCACQSBqJAALmAEBBn8jAEEQayICJAAgAiAAKAIAIAAoAgggACgCDBBqIAIoAgQgAigCACIDayEB\
IAIoAgwgACgCBCIGIAIoAggiBUEcbGohACAGIANBHGxqIQMDQCABBEAgAUEBayEBIAMQ1wEgA0EcaiEDDAELCyAFayEBA0AgAQRAIAFBAWshASAAENcBIABB\
HGohAAwBCwsgAkEQaiQAC58BAAJAAkAgAyAETQRAIAQgBUsNASADIARGBEAgAEIANwIAIABBCGpCADcCAA8LIAAgAiADaiICIAFBACABIAJNG2siAjYCACAE\
IANrIgMgASACayIESw0CIABCADcCCCAAIAIgA2o2AgQPCyADIARB+NPAABDrAQALIAQgBUH408AAEOoBAAsgAEEANgIIIAAgATYCBCAAIAMgBGs2AgwLnAEB\
BX8jAEEQayIDJAACf0EAIAEoAlwiBCABKAKQAU8NABogAUEkQQAgAS0AuAEbaiEFIAFBrgFqIQYgASgCYCEHIAEtALkBRQRAIANBCGogBSAEIAcgAiAGEC0g\
AygCDCECIAMoAggMAQsgAyAFIAQgByACIAYQQSADKAIEIQIgAygCAAshASAAIAI2AgQgACABNgIAIANBEGokAAvbAQEEfwJAAkAgASgCACIDQX9GDQAgAygC\
AEUNAEEBIQIgASgCBCIBIAAoAgAiBCgCAEkNACADIAMoAgQiAkEBajYCBCACQQBIDQEgASAEKAIAayEEIAAoAgQiACgCCCICIAAoAgAiBUYEQCMAQRBrIgEk\
ACABQQhqIAAgBUEBQQRBCBA4IAEoAggiBUGBgICAeEcEQCABKAIMGiAFQezewAAQ5wEACyABQRBqJAALIAAgAkEBajYCCCAAKAIEIAJBA3RqIgAgBDYCBCAA\
IAM2AgBBACECCyACDwsAC4cBAgJ/AX4jAEEQayIFJAAgAiADakEBa0EAIAJrca0gAa1+IgenIQMCQCAHQiCIpw0AIANBgICAgHggAmtLDQACQCADRQRAQQAh\
AQwBCyAFQQhqIAIgAxC+ASACIQYgBSgCCCICRQ0BCyAAIAI2AgQgACABNgIAIAVBEGokAA8LIAYgBBDnAQALiwEBB38jAEEQayEEA0AgA0EQRkUEQEECIQcC\
QCABIANqIgVBBGoiCC0AACIGQQJGDQAgBSgCACIFIAJJDQAgCEECOgAAIAUgAmshCSAGIQcLIAMgBGoiBiAJNgIAIAZBBGogBzoAACADQQhqIQMMAQsLIAAg\
BCkCADcCACAAQQhqIARBCGopAgA3AgALfQEEfyAAKAIIIgQgASAAKAIMIgJrSwRAIAIgASAEayICayEDIAIgA0sgACgCACIFIAFrIANPcUUEQCAAKAIEIgMg\
BSACayIBQRxsaiADIARBHGxqIAJBHGwQExogACABNgIIDwsgACgCBCIAIAFBHGxqIAAgA0EcbBAXGgsLAwAAC6MBAQF/IwBBQGoiAyQAIANBCGogACgCABAC\
IAMoAgghACADIAMoAgw2AgQgAyAANgIAIANBAjYCMCADQQI2AhggA0GYycEANgIUIANCATcCICADIAMoAgQiADYCPCADIAMoAgA2AjggAyAANgI0IAMgA0E0\
ajYCLCADIANBLGo2AhwgASACIANBFGoQHCADKAI0IAMoAjhBAUEBEHggA0FAayQAC3oBAn8CfyACRQRAQQEMAQsDQCACQQFNBEACQCABIARBAnRqKAIAIgEg\
A0cNAEEADAMLBSAEIAJBAXYiBSAEaiIEIAEgBEECdGooAgAgA0sbIQQgAiAFayECDAELCyAEIAEgA0lqIQRBAQshAiAAIAQ2AgQgACACNgIAC4gBAQR/IANB\
f3MhBkG4ycEAKAIAIAFBAnRqIQECQANAIAEoAgAiAUUNASABIAEoAgxqIgcgASADaiAGcSIEIAJqSQ0ACyABEIgBAkAgASAERgRAIAFBAWsiASABLQAAQQJz\
OgAADAELIAEgBBBcCyAAIAc2AgggACAENgIEQQEhBQsgACAFNgIAC4oBAQJ/IwBBMGsiAyQAIAMgAjYCJCADQQA2AiAgAyACNgIcIAMgATYCGCADQQE6ACwg\
A0E7NgIUIANBOzYCKCADQQhqIANBFGoQIyAAIAMoAggEfyADKAIMIQQgACACIAMoAhAiAms2AgwgACABIAJqNgIIIAAgBDYCBCABBUEACzYCACADQTBqJAAL\
fwECfyAAIAEgACgCCCIESwR/IAEgBGsiAyAAKAIAIARrSwRAIAAgBCADQQFBARCaASAAKAIIIQQLIAAoAgQgBGohAUEBIAMgA0EBTRsiAEEBayEDA0AgASAC\
OgAAIAMEQCADQQFrIQMgAUEBaiEBDAELCyAAIARqBSABCzYCCAuFAQECfyAAIAEgACgCCCICaxDAASACIAFrIQMgASAAKAIIIgFqIAJrIQIgACgCBCABQQR0\
aiEBA0AgAwRAIAFBIDYCACABQQ5qQQA6AAAgAUEMakEAOwEAIAFBCGpBAjoAACABQQRqQQI6AAAgA0EBaiEDIAFBEGohAQwBBSAAIAI2AggLCwuLAQEDfyMA\
QbAGayIDJAAgABDgASAAQQhrIQICQAJAIAFFBEAgAigCAEEBRw0CIAMgAEEEakGwBhAXIAJBADYCAAJAIAJBf0YNACAAQQRrIgQoAgBBAWshACAEIAA2AgAg\
AA0AIAJBvAYQYgsQYQwBCyACEM8BCyADQbAGaiQADwtB8MbAAEE/EPEBAAuHAQEGfyMAQRBrIgIkACACIAEoAgggASgCECABKAIUIgQQaiACKAIAIQUgAigC\
BCEGIAIoAgghByAAIAEoAgwiAyACKAIMQRxsajYCDCAAIAMgB0EcbGo2AgggACADIAZBHGxqNgIEIAAgAyAFQRxsajYCACAAIAQgASgCHGs2AhAgAkEQaiQA\
C4cBAQN/IwBBIGsiAiQAAkAgAS0AJQRAQQAhAQwBCyABKAIEIQQgAkEUaiABECMgAigCFEUEQCACQQhqIAEQcSACKAIMIQMgAigCCCEBDAELIAEoAhwhAyAB\
IAIoAhw2AhwgAyAEaiEBIAIoAhggA2shAwsgACADNgIEIAAgATYCACACQSBqJAALhgEBBH8Cf0G4ycEAKAIAQT8gASAAayIEEKwBIgMgA0E/TxsiA0ECdGoi\
AigCACIFRQRAQbDJwQBBsMnBACkDAEIBIAOthoQ3AwAgAgwBCyACIAA2AgAgBUEEagsgADYCACAAIAQ2AgwgACADNgIIIAAgAjYCBCAAIAU2AgAgAUEEayAE\
NgIAC90BAQR/IwBBEGsiBCQAIAEoAggiAyACTwRAIARBCGogAyACayIDQQRBEEG83sAAEE8gBCgCCCEFIAQoAgwgASACNgIIIAEoAgQgAkEEdGogA0EEdBAX\
IQEgACADNgIIIAAgATYCBCAAIAU2AgAgBEEQaiQADwsjAEEwayIAJAAgACADNgIEIAAgAjYCACAAQQM2AgwgAEHEy8AANgIIIABCAjcCFCAAIABBBGqtQoCA\
gIAQhDcDKCAAIACtQoCAgIAQhDcDICAAIABBIGo2AhAgAEEIakG83sAAELwBAAt+AQV/IwBBEGsiAiQAAn9BACAAKAJcIgQgACgCkAFPDQAaIABBJEEAIAAt\
ALgBG2ohAyAAQa4BaiEFIAAoAmAhBiAALQC5AUUEQCACQQhqIAMgBCAGIAEgBRAtIAIoAggMAQsgAiADIAQgBiABIAUQQSACKAIACyACQRBqJAALfwEBfwJA\
AkAgAC0AACIBQTZGDQACQAJAAkBBKyABQQJrIgEgAUE0TxtB/wFxQRFrQR93Dg8EBAMDAwMDAwMAAwQDAQIDCyAAKAIEIgFBgICAgHhGDQIgASAAKAIIQQFB\
ARBzDwsgABDUAQ8LIABBBGoQ0gELDwsgAEEEahDSAQuDAQEDfyMAQRBrIgMkAAJAIAIgAWsiBCAAKAIAIAAoAggiAmtLBEAgA0EIaiAAIAIgBEEBQQEQPSAD\
KAIIIgJBgYCAgHhHDQEgACgCCCECCyAAKAIEIAJqIAEgBBAXGiAAIAIgBGo2AgggA0EQaiQADwsgAygCDCEFIAJBuInBABDnAQALpwEBAX8gACgCxAEgACgC\
yAFBAUEBEHggACgC0AEiAUGAgICAeEcEQCABIAAoAtQBQQFBARB4CyAAENEBIAAoAuQFIAAoAugFQQFBARB4IAAoAvAFIAAoAvQFQQJBCBB4IAAoAvwFIAAo\
AoAGQQJBDBB4IAAoAogGIAAoAowGQQRBDBB4IAAoApQGIAAoApgGQQRBEBB4IAAoAqAGIAAoAqQGQQRBBBB4C3IBA38gACABQXBxaiICQQ9qLQAAIQMCQCAA\
QQFrIgEtAAAiBEEBcUUEQCAAIABBBGsoAgBrIgAQiAEMAQsgASAEQQJyOgAACyACQRBqIQEgACADQQJxBH8gAkEcaigCACECIAEQiAEgASACagUgAQsQXAt8\
AQF/IwBBQGoiBSQAIAUgATYCDCAFIAA2AgggBSADNgIUIAUgAjYCECAFQQI2AhwgBUH07cAANgIYIAVCAjcCJCAFIAVBEGqtQoCAgIDwAIQ3AzggBSAFQQhq\
rUKAgICAgAGENwMwIAUgBUEwajYCICAFQRhqIAQQvAEAC3kBAn8jAEEQayIFJAAgBUEIaiAAIAEgAhAqIAUoAgggBSgCDCACIAFrIgYgAyADIAZLGyIDELMB\
IAAgASABIANqIAQQNSABBEAgACABQQFrQeDXwAAQtgFBADoAGAsgACACQQFrQfDXwAAQtgFBADoAGCAFQRBqJAALdgIBfwF+AkACQCABrUIMfiIDQiCIpw0A\
IAOnIgJBeEsNACACQQdqQXhxIgIgAUEIamohASABIAJJDQEgAUH4////B00EQCAAIAI2AgggACABNgIEIABBCDYCAA8LIABBADYCAA8LIABBADYCAA8LIABB\
ADYCAAt2AQJ/IAKnIQNBCCEEA0AgASADcSIDIABqKQAAQoCBgoSIkKDAgH+DIgJCAFJFBEAgAyAEaiEDIARBCGohBAwBCwsgAnqnQQN2IANqIAFxIgEgAGos\
AABBAE4EfyAAKQMAQoCBgoSIkKDAgH+DeqdBA3YFIAELC3UBBH8jAEEQayICJAACQAJAAkAgASgCKCIFDgICAQALIAEgBUEBazYCKCACIAEQWyACKAIEIQQg\
AigCACEDDAELIAFBADYCKCACQQhqIAEQcSACKAIMIQQgAigCCCEDCyAAIAQ2AgQgACADNgIAIAJBEGokAAt7AQR/IwBBEGsiAiQAIAEoAgQhAyACQQhqIAEo\
AggiBEEEQRBB8NHAABBPIAIoAgghBSACKAIMIAMgBEEEdBAXIQMgACAENgIIIAAgAzYCBCAAIAU2AgAgAEEANgIUIABCgICAgMAANwIMIAAgAS0AGDoAGCAC\
QRBqJAALaQEEfyMAQUBqIgEkACAAQSRqIQIDQCABQSRqIgMgAhBCIAEoAiQgAxDZAUGAgICAeEcNAAsDQCABQQhqIgIgABBCIAEoAghBgICAgHhGRQRAIAIQ\
wwEMAQsLIAFBCGoQ2QEgAUFAayQAC2cBAX8gA0UEQCAAQgA3AgAgAEEIakIANwIADwsgACACIAFBACABIAJNG2siAjYCACADIAEgAmsiBE0EQCAAQgA3Aggg\
ACACIANqNgIEDwsgAEEANgIIIAAgATYCBCAAIAMgBGs2AgwLawEHfyAAKAIIIQMgACgCBCEEIAAtAAxBAXEhBSAAKAIAIgIhAQJAA0AgASAERgRAQQAPCyAA\
IAFBBGoiBjYCACAFDQEgASgCACEHIAYhASADKAIAIAdPDQALIAFBBGshAgsgAEEBOgAMIAILhwEBAX8CQAJAAkACQAJAAkACQAJAAkACQAJAIAFBCGsOCAEC\
BgYGAwQFAAtBNiECIAFBhAFrDgoFBgkJBwkJCQkICQtBAiECDAgLQR4hAgwHC0EIIQIMBgtBMCECDAULQS4hAgwEC0EiIQIMAwtBIyECDAILQR8hAgwBC0En\
IQILIAAgAjoAAAt7AQJ/IwBBEGsiAyQAQdjJwQBB2MnBACgCACIEQQFqNgIAAkAgBEEASA0AAkBB4MnBAC0AAEUEQEHcycEAQdzJwQAoAgBBAWo2AgBB1MnB\
ACgCAEEATg0BDAILIANBCGogACABEQAAAAtB4MnBAEEAOgAAIAJFDQAACwALZgEBfwJAIAEgAk0EQCAAKAIIIgMgAkkNASACIAFrIQIgACgCBCABaiEBA0Ag\
AgRAIAFBAToAACACQQFrIQIgAUEBaiEBDAELCw8LIAEgAkHk38AAEOsBAAsgAiADQeTfwAAQ6gEAC2kBAX8jAEEwayIDJAAgAyABNgIEIAMgADYCACADQQI2\
AgwgA0Hg7cAANgIIIANCAjcCFCADIAOtQoCAgIAQhDcDKCADIANBBGqtQoCAgIAQhDcDICADIANBIGo2AhAgA0EIaiACELwBAAtnAQd/IAEoAgghAyABKAIA\
IQIgASgCBCEGA0ACQCADIQQgAiAGRgRAQQAhBQwBC0EBIQUgASACQQFqIgc2AgAgASAEQQFqIgM2AgggAi0AACAHIQJFDQELCyAAIAQ2AgQgACAFNgIAC2MB\
BH8CQCABLQAlDQAgAUEBOgAlAkAgAS0AJEEBRgRAIAEoAiAhBCABKAIcIQIMAQsgASgCICIEIAEoAhwiAkYNAQsgBCACayEFIAEoAgQgAmohAwsgACAFNgIE\
IAAgAzYCAAtjAQV/IAAoAgRBBGshAiAAKAIIIQMgACgCACEEIAAtAAxBAXEhBQNAIAQgAiIBQQRqRgRAQQAPCyAAIAE2AgQgBUUEQCABQQRrIQIgAygCACAB\
KAIATQ0BCwsgAEEBOgAMIAELWwEBfyMAQRBrIgQkAAJ/IABFBEBBACEAIARBDGoMAQsgBCACNgIMIAAgA2whACAEQQhqCyAANgIAAkAgBCgCDEUNACAEKAII\
IgBFDQAgASAAEGILIARBEGokAAtmAQN/IwBBEGsiAyQAIAAoAqQBIQQgACgCqAEhBSADQQhqIABBtgFqLwAAOwEAIAMgACkArgE3AwAgAEEkQQAgAC0AuAEb\
aiAEIAVBAWoiACABIAMQtQEgAiAEIAAQbiADQRBqJAALZQEDfyMAQRBrIgMkACAAKAKkASEEIAAoAqgBIQUgA0EIaiAAQbYBai8AADsBACADIAApAK4BNwMA\
IABBJEEAIAAtALgBG2ogBCAFQQFqIgAgASADEGQgAiAEIAAQbiADQRBqJAALZgECfyAAIAAoApABQQFrIgMgACgCXCICIAIgA0sbNgJcIAAoAqgBIAAoApQB\
QQFrIAAtALoBIgIbIQMgASAAKAKkAUEAIAIbIgFqIQIgACADIAEgAiABIAJLGyIAIAAgA0sbNgJgC2kBAn8CQAJAIAAtAAAiAyABLQAARw0AQQEhAgJAAkAg\
A0EDaw4CAQADCyAALQABIAEtAAFHDQFBACECIAAtAAIgAS0AAkcNAiAALQADIAEtAANGDwsgAC0AASABLQABRg8LQQAhAgsgAgtYAQJ/IwBBEGsiBCQAAn8g\
AEUEQEEAIQAgBEEMagwBCyAEIAI2AgwgACADbCEAIARBCGoLIAA2AgAgBCgCDCIABEAgBCgCCCEFIAEgBRDkAQsgBEEQaiQAC1gBAn8gASgCACIEIAAoAgAi\
AGohA0EAIQECQCAAIAIoAgQiAE0gACADSXENACAAIANPBEAgAiAAIARrNgIECyACKAIAIgBBf0YNACAAKAIAQQBHIQELIAELWQEEfyAAKAIAIQECQCAAKAII\
IgJFBEAgACgCDCEADAELIAEoAgQiBCAAKAIEIgMgAmtBA3RqIAQgA0EDdGogACgCDCIAIANrQQN0EBMaCyABIAAgAms2AggLWwECfyABEOABIAFBCGsiAygC\
AEEBaiECIAMgAjYCAAJAIAIEQCABKAIAIgJBf0YNASAAIAM2AgggACABNgIEIAAgAUEEajYCACABIAJBAWo2AgAPCwALEPABAAtJAQF/AkAgACgCAEEgRw0A\
IAAtAA4NACAALQAEQQJHDQAgAC0ACEECRw0AIAAtAAwNACAALQANIgBBD3ENACAAQRBxRSEBCyABC1sBAX8jAEEwayIDJAAgAyABNgIMIAMgADYCCCADQQE2\
AhQgA0HQ7MAANgIQIANCATcCHCADIANBCGqtQoCAgICAAYQ3AyggAyADQShqNgIYIANBEGogAhC8AQALTgEEfwJAAkACQCAALQAAIgRBA2sOAgABAgsgAC0A\
ASEDDAELIAAtAAJBEHQhASAALQADQRh0IQIgAC0AASEDCyABIAJyIANBCHRyIARyC1QBAX8gACgCYCICIAAoAqgBRwRAIAAoApQBQQFrIAJLBEAgACACQQFq\
NgJgIAAgACgCkAFBAWsiASAAKAJcIgAgACABSxs2AlwLDwsgAEEBIAEQdAtMAQJ/IAJBAnQhAhAAIQQDQCACBEAgBCADIAEoAgBBABDOARABIAJBBGshAiAD\
QQFqIQMgAUEEaiEBDAELCyAAIAQ2AgQgAEEANgIAC1MBAn8CQCABKAIAIgNBf0YNACADKAIARQ0AQQEhAiABKAIEIgEgACgCACgCAEkNAEEAIQIgASAAKAIE\
KAIAIgFJDQAgASAAKAIIKAIARyECCyACC1ABAn8gACgCDCIDIAFqIQQgAyAETQRAIAQgACgCACICSwRAIAEgAiADa0sEQCAAIAMgAUEEQRwQmgELIAAgAhBR\
Cw8LQfDLwABBESACEH0AC1EBAn8gACAAKAKQAUEBayICIAAoAlwiAyACIANJGzYCXCAAIAEgACgCYCIBaiICIAAoApQBQQFrIAAoAqgBIgAgACABSRsiACAA\
IAJLGzYCYAtTAQJ/IAEQ4AEgAUEIayICKAIAQQFqIQMgAiADNgIAAkAgAwRAIAEoAgANASAAIAI2AgggACABNgIEIAFBfzYCACAAIAFBBGo2AgAPCwALEPAB\
AAtMAQJ/IAFBBHQhAiAAQRBrIQMgAUH/////AHEhAEEAIQEDQAJAIAIEfyACIANqEHwNASABBSAACw8LIAJBEGshAiABQQFqIQEMAAsAC0sBBH8gACgCECEB\
IAAoAhQhAwJAA0BBACECIAFFDQEgASADRg0BIAAgAUEIaiICNgIQIAEtAAQgAiEBQQJGDQALIAFBCGshAgsgAgtJAQN/AkAgACgCXCICRQ0AIAAgAkEBayID\
NgJcIAAgARBeIANFDQANACAAIAJBAms2AlwgACABEF4aCyAAIAAoApABQQFrNgJcC1UBAn8gACgCBCICIAAoAgAiATYCACABBEAgASACNgIEC0G4ycEAKAIA\
IAAoAggiAEECdGooAgBFBEBBsMnBAEGwycEAKQMAQgEgAEE/ca2GhTcDAAsLUAEBfwJAIAEoAgQiAiAAKAIAKAIASwRAIAEgACgCBCgCACACaiICNgIEIAIg\
ACgCCCgCAE8NAQsgASgCACIAQX9GDQAgACgCAEEARw8LQQALQwEDfwJAIAJFDQADQCAALQAAIgQgAS0AACIFRgRAIABBAWohACABQQFqIQEgAkEBayICDQEM\
AgsLIAQgBWshAwsgAwtLAQN/IAEoAgAgASgCBCECIABBDGogASgCCCIBEMEBIAAoAhAgACgCFCIEQQN0aiACIAFBA3QQFxogACABIARqNgIUIAJBBEEIEHML\
SgECfyAAIAAoApABQQFrIgIgACgCXCIDIAIgA0kbNgJcIAAgACgCpAEiAkEAIAAoAmAiACACTxsiAiAAIAFrIgAgACACSBs2AmALUAEBfwJAAn8gAS0AAEUE\
QCABLQABIgJBBU8NAiABQQJqDAELIAEoAgwhAiABKAIICyEBIAAgAjYCBCAAIAE2AgAPCyACQQRBpOHAABDqAQALUAEBfwJAAn8gAS0AAEUEQCABLQABIgJB\
BU8NAiABQQJqDAELIAEoAgwhAiABKAIICyEBIAAgAjYCBCAAIAE2AgAPCyACQQRB5OHAABDqAQALhQEBA38gACgCACIEIAAoAggiBUYEQCMAQRBrIgMkACAD\
QQhqIAAgBEEBQQJBDBA9IAMoAggiBEGBgICAeEcEQCADKAIMGiAEIAIQ5wEACyADQRBqJAALIAAgBUEBajYCCCAAKAIEIAVBDGxqIgAgASkBADcBACAAQQhq\
IAFBCGooAQA2AQALRgEDfyABIAIgAxBmIgUgAWoiBC0AACEGIAQgA6dBGXYiBDoAACABIAVBCGsgAnFqQQhqIAQ6AAAgACAGOgAEIAAgBTYCAAtRAgF/AX4j\
AEEQayICJAAgAkEEaiABEHsgAigCBCkCkAEhA0EIEMwBIgEgAzcCACACKAIIIAIoAgwQ2gEgAEECNgIEIAAgATYCACACQRBqJAALSwEBfwJAIAEoAhAiAiAB\
KAIURgRAQQMhAQwBCyABIAJBAWo2AhAgASACQQN0aiICLQAEIQEgAigCACECCyAAIAE6AAQgACACNgIAC4UBAQN/IAAoAgAiBCAAKAIIIgVGBEAjAEEQayID\
JAAgA0EIaiAAIARBAUEEQRAQOCADKAIIIgRBgYCAgHhHBEAgAygCDBogBCACEOcBAAsgA0EQaiQACyAAIAVBAWo2AgggACgCBCAFQQR0aiIAIAEpAgA3AgAg\
AEEIaiABQQhqKQIANwIAC4UBAQN/IAAoAgAiBCAAKAIIIgVGBEAjAEEQayIDJAAgA0EIaiAAIARBAUEBQQUQOCADKAIIIgRBgYCAgHhHBEAgAygCDBogBCAC\
EOcBAAsgA0EQaiQACyAAIAVBAWo2AgggACgCBCAFQQVsaiIAIAEoAAA2AAAgAEEEaiABQQRqLQAAOgAAC0AAAkAgAyAETQRAIAIgBEkNASAAIAQgA2s2AgQg\
ACABIANBBHRqNgIADwsgAyAEIAUQ6wEACyAEIAIgBRDqAQALTwECfyAAKAIEIQIgACgCACEDAkAgACgCCCIALQAARQ0AIANBnO7AAEEEIAIoAgwRAwBFDQBB\
AQ8LIAAgAUEKRjoAACADIAEgAigCEBECAAtJAQJ/AkAgASgCACICQX9HBEAgAkEBaiEDIAJBBkkNASADQQZBwOrAABDqAQALQcDqwAAQqgEACyAAIAM2AgQg\
ACABQQRqNgIAC0IBAX8gAkECdCECA0AgAgRAIAAoAgAhAyAAIAEoAgA2AgAgASADNgIAIAJBAWshAiABQQRqIQEgAEEEaiEADAELCwtIAQJ/IwBBEGsiAiQA\
IAJBCGogACAAKAIAQQFBBEEEEDggAigCCCIAQYGAgIB4RwRAIAIoAgwhAyAAIAEQ5wEACyACQRBqJAALSAECfyMAQRBrIgUkACAFQQhqIAAgASACIAMgBBA4\
IAUoAggiAEGBgICAeEcEQCAFKAIMIQYgAEG4icEAEOcBAAsgBUEQaiQACzwAIAEgACgCDE8EQEHcy8AAQRQgAhB9AAsgACgCBCAAKAIIIAFqIgEgACgCACIA\
QQAgACABTRtrQRxsagtCAQF/IwBBIGsiAyQAIANBADYCECADQQE2AgQgA0IENwIIIAMgATYCHCADIAA2AhggAyADQRhqNgIAIAMgAhC8AQALNQEBfyABIAAo\
AgxJBH8gACgCBCAAKAIIIAFqIgEgACgCACIAQQAgACABTRtrQRxsagVBAAsLjgECAX4BfwJ/IAAgARCfASIDBEAgACkCCCECIAAgACkCADcCCCAAIAI3AgBB\
ACAAIAMQnwENARoLAkACQCAAIgEoAgAiACABKAIEIgNHDQAgASkCCCECIAEgAzYCDCABIAA2AgggASACNwIAIAKnIgAgAkIgiKdHDQBBACEADAELIAEgAEEc\
ajYCAAsgAAsLOQEDfyAAKAIEIAAoAgAiA2tBHG4iBCABSSECIAAgAyAEIAEgAhsiAEEcbGo2AgAgASAAa0EAIAIbCzsBAX8CQCACQX9HBEAgAkEBaiEEIAJB\
IEkNASAEQSAgAxDqAQALIAMQqgEACyAAIAQ2AgQgACABNgIACzgAAkAgAWlBAUcNAEGAgICAeCABayAASQ0AIAAEQEH4ycEALQAAGiABIAAQGSIBRQ0BCyAB\
DwsAC0UBAX8gAEH8AEHoACAALQC4ARtqIgEgACkCXDcCACABIAApAa4BNwEIIAEgAC8BugE7ARIgAUEQaiAAQbYBai8BADsBAAs4AAJAIAJBgIDEAEYNACAA\
IAIgASgCEBECAEUNAEEBDwsgA0UEQEEADwsgACADIAQgASgCDBEDAAs1AQF/IAAoAggiAyAAKAIARgRAIAAgAhCZAQsgACADQQFqNgIIIAAoAgQgA0ECdGog\
ATYCAAsxAQJ/IwBBEGsiASQAIAFBCGogABBEIAEoAgghACABKAIMIAFBEGokAEGAgMQAIAAbCy0BAX8gASAAKAIATwR/IAAoAgQhAiAALQAIRQRAIAEgAk0P\
CyABIAJJBUEACwtwAQN/IAAoAgAiBCAAKAIIIgVGBEAjAEEQayIDJAAgA0EIaiAAIARBAUECQQgQPSADKAIIIgRBgYCAgHhHBEAgAygCDBogBCACEOcBAAsg\
A0EQaiQACyAAIAVBAWo2AgggACgCBCAFQQN0aiABNwEAC3ABA38gACgCACIEIAAoAggiBUYEQCMAQRBrIgMkACADQQhqIAAgBEEBQQJBAhA4IAMoAggiBEGB\
gICAeEcEQCADKAIMGiAEIAIQ5wEACyADQRBqJAALIAAgBUEBajYCCCAAKAIEIAVBAXRqIAE7AQALNAAgACAAKAJcIAFqIgE2AlwCQCABIAAoApABRw0AIAAt\
ALsBQQFGDQAgACABQQFrNgJcCws3AQF/IwBBIGsiASQAIAFBADYCGCABQQE2AgwgAUGc8MAANgIIIAFCBDcCECABQQhqIAAQvAEACysAIAIgA0kEQCADIAIg\
BBDpAQALIAAgAiADazYCBCAAIAEgA0EEdGo2AgALJQAgAEGBAk8EQCAAQR4gAGciAGt2IABBAXRrQTxqDwsgAEEEdgsvAAJAIAFFDQAgAC0ABEEBcQ0AIAAo\
AgAgAUcNACAAQQE6AAQgACABQQFrNgIACwsvAQF/IAAgAhDAASAAKAIEIAAoAggiA0EEdGogASACQQR0EBcaIAAgAiADajYCCAsrACABIANLBEAgASADIAQQ\
6QEACyAAIAMgAWs2AgQgACACIAFBBHRqNgIACy8AAkACQCADaUEBRw0AQYCAgIB4IANrIAFJDQAgACABIAMgAhA8IgANAQsACyAACyoAIAAgACgCXCABaiIB\
IAAoApABIgBBAWsgACABSxtBACABQQBOGzYCXAsyAQF/IAAoAgghAiABIAAoAgBBAmotAAAQzgEhASAAKAIEIAIgARABIAAgAkEBajYCCAstACABIAJJBEBB\
vNDAAEEhQeDQwAAQnAEACyABIAJrIgEgACABQRxsaiACEBULKAAgASADSwRAQQlBCCAEEOkBAAsgACADIAFrNgIEIAAgASACajYCAAstACACIAAoAhxJBEAg\
ACACQQFrQaDXwAAQtgFBADoAGAsgACABIAIgAyAEECALLAAgAEEIaiAAKAIUIAFqIAAoAhxrEJ0BIgBFBEBB3MvAAEEUIAIQfQALIAALKwAgASACSQRAQZTP\
wABBI0Gs0MAAEJwBAAsgAiAAIAJBBHRqIAEgAmsQGAsoACABIANLBEAgASADIAQQ6QEACyAAIAMgAWs2AgQgACABIAJqNgIACysAIAEgAkkEQEGUz8AAQSNB\
rNDAABCcAQALIAIgACACQRxsaiABIAJrEBULKgEBfwJAIABBf0YNACAAIAAoAgQiAUEBazYCBCABQQFHDQAgAEEIEGILCysAIABBCGogACgCFCACaiAAKAIc\
ayADEJsBIgAoAgQgACgCCCABIAMQwgEL7AECAn8BfiMAQRBrIgIkACACQQE7AQwgAiABNgIIIAIgADYCBCMAQRBrIgEkACACQQRqIgApAgAhBCABIAA2Agwg\
ASAENwIEIwBBEGsiACQAIAFBBGoiASgCACICKAIMIQMCQAJAAkACQCACKAIEDgIAAQILIAMNAUEBIQJBACEDDAILIAMNACACKAIAIgIoAgQhAyACKAIAIQIM\
AQsgAEGAgICAeDYCACAAIAE2AgwgASgCCCIBLQAJGiAAQRcgAS0ACBBtAAsgACADNgIEIAAgAjYCACABKAIIIgEtAAkaIABBGCABLQAIEG0ACyIAA0AgAQRA\
IAAoAgAQugEgAUEBayEBIABBCGohAAwBCwsLJgAgAgRAQfjJwQAtAAAaIAEgAhAZIQELIAAgAjYCBCAAIAE2AgALLgEBfyABIAJBgNbAABC2AUEBOgAYIAEo\
AhghAyAAIAEgAkGQ1sAAELYBIAMQNwskAQF/IAEgACgCACAAKAIIIgJrSwRAIAAgAiABQQRBEBCaAQsLJAEBfyABIAAoAgAgACgCCCICa0sEQCAAIAIgAUEE\
QQgQmgELCxsAIAEgAk0EQCACIAEgAxBvAAsgACACQQR0agswAQF/IAAoAgAgACgCBEEEQRAQcyAAKAIQIgEgACgCFBC9ASAAKAIMIAFBBEEIEHMLAwAACyIA\
IAAtALgBQQFGBEAgAEEAOgC4ASABQQAgACgClAEQbgsLGQEBfyABIANGBH8gACACIAEQigEFQQELRQsDAAALAwAACwMAAAsDAAALAwAACxoAQfjJwQAtAAAa\
QQQgABAZIgAEQCAADwsACwMAAAsWACABQQFxRQRAIAC4EAkPCyAArRAKC0QBAX8gACAAKAIAQQFrIgE2AgAgAUUEQCAAQQxqEGECQCAAQX9GDQAgACAAKAIE\
QQFrIgE2AgQgAQ0AIABBvAYQYgsLCx8AIABFBEBB7IfBAEEyEPEBAAsgACACIAEoAhARAgALHwAgABDVASAAQSRqENUBIAAoAlAgACgCVEEEQQQQeAsaACAA\
LQAABEAgACgCBCAAKAIIQQJBAhBzCwsgAQF/IAAoAgQiASAAKAIIEL0BIAAoAgAgAUEEQQgQcwsaACAALQAABEAgACgCBCAAKAIIQQFBBRBzCwsZACAAQQhq\
EEsgACgCCCAAKAIMQQRBHBBzCxcAIAAoAghFBEAgACABKAKUAUEBEFcLCxoAIAAoAgAgACgCBEEEQRAQcyAAQQxqENMBC1EBA38gACgCACEDIwBBEGsiAiQA\
IAJBCGogACADQQFBBEEcEDggAigCCCIEQYGAgIB4RwRAIAIoAgwaIAQgARDnAQALIAJBEGokACAAIAMQUQsWACAAKAIAQYCAgIB4RwRAIAAQwwELCxQAIAAg\
ACgCAEEBazYCACABEM8BCxkAIAEoAhxBi4bAAEEFIAEoAiAoAgwRAwALFgAgACgCAEGAgICAeEcEQCAAENcBCwsYACAAQYCAgIB4RwRAIAAgAUEBQQEQcwsL\
GQAgASgCHEHY7MAAQQ4gASgCICgCDBEDAAsTACABKAIEGiAAQaCIwQAgARAcCxMAIAAEQA8LQaTIwQBBGxDxAQALyggBBX8gACEFIwBB8ABrIgAkACAAIAM2\
AgwgACACNgIIAkACQAJAAkACQAJAIAACfwJ/AkAgAUGBAk8EQEEDIAUsAIACQb9/Sg0CGiAFLAD/AUG/f0wNAUECDAILIAAgATYCFCAAIAU2AhBBASEHQQAM\
AgsgBSwA/gFBv39KC0H9AWoiBiAFaiwAAEG/f0wNASAAIAY2AhQgACAFNgIQQb/wwAAhB0EFCzYCHCAAIAc2AhgCQCABIAJJIggNACABIANJDQAgAiADSw0C\
AkAgAkUNACABIAJNDQAgAyACIAIgBWosAABBv39KGyEDCyAAIAM2AiAgASICIANLBEAgA0EBaiIGIANBA2siAkEAIAIgA00bIglJDQQCQCAGIAlGDQAgBiAJ\
ayEHIAMgBWosAABBv39KBEAgB0EBayEIDAELIAMgCUYNACAFIAZqIgZBAmsiAiwAAEG/f0oEQCAHQQJrIQgMAQsgBSAJaiIDIAJGDQAgBkEDayICLAAAQb9/\
SgRAIAdBA2shCAwBCyACIANGDQAgBkEEayICLAAAQb9/SgRAIAdBBGshCAwBCyACIANGDQAgB0EFayEICyAIIAlqIQILAkAgAkUNACABIAJNBEAgASACRg0B\
DAcLIAIgBWosAABBv39MDQYLIAEgAkYNBAJ/AkACQCACIAVqIgUsAAAiBkEASARAIAUtAAFBP3EhASAGQR9xIQMgBkFfSw0BIANBBnQgAXIhAwwCCyAAIAZB\
/wFxNgIkQQEMAgsgBS0AAkE/cSABQQZ0ciEBIAZBcEkEQCABIANBDHRyIQMMAQsgA0ESdEGAgPAAcSAFLQADQT9xIAFBBnRyciIDQYCAxABGDQYLIAAgAzYC\
JEEBIANBgAFJDQAaQQIgA0GAEEkNABpBA0EEIANBgIAESRsLIQEgACACNgIoIAAgASACajYCLCAAQQU2AjQgAEHI8cAANgIwIABCBTcCPCAAIABBGGqtQoCA\
gICAAYQ3A2ggACAAQRBqrUKAgICAgAGENwNgIAAgAEEoaq1CgICAgJABhDcDWCAAIABBJGqtQoCAgICgAYQ3A1AgACAAQSBqrUKAgICAEIQ3A0gMBgsgACAC\
IAMgCBs2AiggAEEDNgI0IABBiPLAADYCMCAAQgM3AjwgACAAQRhqrUKAgICAgAGENwNYIAAgAEEQaq1CgICAgIABhDcDUCAAIABBKGqtQoCAgIAQhDcDSAwF\
CyAFIAFBACAGIAQQ4QEACyAAQQQ2AjQgAEHo8MAANgIwIABCBDcCPCAAIABBGGqtQoCAgICAAYQ3A2AgACAAQRBqrUKAgICAgAGENwNYIAAgAEEMaq1CgICA\
gBCENwNQIAAgAEEIaq1CgICAgBCENwNIDAMLIAkgBkGg8sAAEOsBAAsgBBDtAQALIAUgASACIAEgBBDhAQALIAAgAEHIAGo2AjggAEEwaiAEELwBAAsPACAA\
IAEgASACahBgQQALFAAgACgCACABIAAoAgQoAgwRAgALDQAgAQRAIAAgARBiCwsNACABBEAgACABEGILCxAAIAEgACgCBCAAKAIIEBALPAAgAEUEQCMAQSBr\
IgAkACAAQQA2AhggAEEBNgIMIABBnMrAADYCCCAAQgQ3AhAgAEEIaiABELwBAAsACxAAIAEgACgCACAAKAIEEBALaQEBfyMAQTBrIgMkACADIAE2AgQgAyAA\
NgIAIANBAjYCDCADQaD/wAA2AgggA0ICNwIUIAMgA0EEaq1CgICAgBCENwMoIAMgA61CgICAgBCENwMgIAMgA0EgajYCECADQQhqIAIQvAEAC2kBAX8jAEEw\
ayIDJAAgAyABNgIEIAMgADYCACADQQI2AgwgA0HA/8AANgIIIANCAjcCFCADIANBBGqtQoCAgIAQhDcDKCADIAOtQoCAgIAQhDcDICADIANBIGo2AhAgA0EI\
aiACELwBAAtpAQF/IwBBMGsiAyQAIAMgATYCBCADIAA2AgAgA0ECNgIMIANB9P/AADYCCCADQgI3AhQgAyADQQRqrUKAgICAEIQ3AyggAyADrUKAgICAEIQ3\
AyAgAyADQSBqNgIQIANBCGogAhC8AQALDgAgAEEANgIAIAEQzwELDwBBgO3AAEErIAAQnAEACwMAAAsLACAAIwBqJAAjAAsOAEG/yMEAQc8AEPEBAAsJACAA\
IAEQCAALCwAgACgCACABEC8LDQAgAEGE7sAAIAEQHAsMACAAIAEpAgA3AwALCQAgAEEANgIACwvNjAEhAEGAgMAAC/UENCoQAFoAAABYAAAADQAAAGAsEABa\
AAAALgMAABIAAABgLBAAWgAAAPMCAAAQAAAAYCwQAFoAAAAPAwAAIQAAAGAsEABaAAAAqgQAADIAAABgLBAAWgAAAK4EAAAsAAAAAAAAAAEAAAACAAAAAwAA\
AAQAAAAFAAAABgAAAAcAAAAIAAAACQAAAAoAAAALAAAADAAAAA0AAAAOAAAADwAAABAAAAARAAAAEgAAABMAAAAUAAAAFQAAABYAAAAXAAAAGAAAABkAAAAa\
AAAAGwAAABwAAAAdAAAAHgAAAB8AAAAgAAAAIQAAACIAAAAjAAAAJAAAACUAAAAmAAAAJwAAACgAAAApAAAAKgAAACsAAAAsAAAALQAAAC4AAAAvAAAAMAAA\
ADEAAAAyAAAAMwAAADQAAAA1AAAANgAAADcAAAA4AAAAOQAAADoAAAA7AAAAPAAAAD0AAAA+AAAAPwAAAEAAAABBAAAAQgAAAEMAAABEAAAARQAAAEYAAABH\
AAAASAAAAEkAAABKAAAASwAAAEwAAABNAAAATgAAAE8AAABQAAAAUQAAAFIAAABTAAAAVAAAAFUAAABWAAAAVwAAAFgAAABZAAAAWgAAAFsAAABcAAAAXQAA\
AF4AAABfAAAAZiYAAJIlAAAJJAAADCQAAA0kAAAKJAAAsAAAALEAAAAkJAAACyQAABglAAAQJQAADCUAABQlAAA8JQAAuiMAALsjAAAAJQAAvCMAAL0jAAAc\
JQAAJCUAADQlAAAsJQAAAiUAAGQiAABlIgAAwAMAAGAiAACjAAAAxSIAAH8AAAAZAAAADAAAAAQAAAAaAAAAGwAAABwAQYCFwAALkAEBAAAAHQAAAGEgRGlz\
cGxheSBpbXBsZW1lbnRhdGlvbiByZXR1cm5lZCBhbiBlcnJvciB1bmV4cGVjdGVkbHkAOEQQAHAAAADfCgAADgAAAB4AAAAEAAAABAAAAB8AAABjYWxsZWQg\
YFJlc3VsdDo6dW53cmFwKClgIG9uIGFuIGBFcnJgIHZhbHVlRXJyb3IAQY+PwAALAXgAQbCPwAALEP////////////////////8AQdaPwAALEgEAAAAAACAA\
AAAAAAAAAgAAAgBBkJDAAAsg//////////////////////////////////////////8AQfSQwAALCBAAAAAAAAABAEGQvsAACwL/BwBBpL7AAAsHDwD////1\
/wBB0L7AAAsW////////////////////////////AwBB8L7AAAsd/////////////////////////////////////w8AQc+/wAALGPz/////////////////\
/////////////wBB8L/AAAs+//////////////////////////////////////////////////////////////////////////////////8AQdzAwAALOP//\
//////////////////////////////////////////////////////////////////////9/AEGwwcAAC9EB////////////////////////////////////\
////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////\
////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////\
/wMAQZDDwAALJ///////////////////////////////////////////////////DwBBkMbAAAvDQ3NyYy9saWIucnMAAAEADwDwGg8AAAAAAOIlAADlJQAA\
AAAAALDgAAC/4AAAAAAAADz7AQBp+wEAAAAAAGr7AQBs+wEAAAAAAIAlAACfJQAAAAAAAAD7AQA7+wEAAAAAAGF0dGVtcHRlZCB0byB0YWtlIG93bmVyc2hp\
cCBvZiBSdXN0IHZhbHVlIHdoaWxlIGl0IHdhcyBib3Jyb3dlZGJndGV4dGNvZGVwb2ludHNyYXN0ZXJfc3ltYm9sc3ZlY3Rvcl9zeW1ib2xzABAjEAAKAAAA\
aQAAABMAAAAQIxAACgAAAGoAAAAVAAAAECMQAAoAAABrAAAAGQAAABAjEAAKAAAAbAAAABkAAAAQIxAACgAAAG0AAAAVAAAAECMQAAoAAAB2AAAALQAAABAj\
EAAKAAAAfAAAAC0AAAAQIxAACgAAAKAAAAAOAAAAECMQAAoAAAAKAQAAGwAAABAjEAAKAAAADgEAAB0AAAAQIxAACgAAACUBAAAtAAAAECMQAAoAAAC7AAAA\
IwAAABAjEAAKAAAAxQAAACMAAAAQIxAACgAAANoAAAAlAAAAECMQAAoAAADSAAAAJQAAABAjEAAKAAAA/wAAACkAAAAQIxAACgAAAOYAAAAlAAAAECMQAAoA\
AADqAAAAFgAAABAjEAAKAAAABQEAAB0AAAAQIxAACgAAACwBAAAvAAAA8CUQABEAAAApIHNob3VsZCBiZSA8IGxlbiAoaXMgaW5zZXJ0aW9uIGluZGV4IChp\
cyApIHNob3VsZCBiZSA8PSBsZW4gKGlzIAAAADolEAAUAAAATiUQABcAAACWZBAAAQAAAHJlbW92YWwgaW5kZXggKGlzIAAAgCUQABIAAAAkJRAAFgAAAJZk\
EAABAAAAYGF0YCBzcGxpdCBpbmRleCAoaXMgAAAArCUQABUAAABOJRAAFwAAAJZkEAABAAAAT3V0IG9mIGJvdW5kcyBhY2Nlc3NjYXBhY2l0eSBvdmVyZmxv\
dy9ob21lL3J1bm5lci8uY2FyZ28vcmVnaXN0cnkvc3JjL2luZGV4LmNyYXRlcy5pby0xOTQ5Y2Y4YzZiNWI1NTdmL3VuaWNvZGUtd2lkdGgtMC4yLjIvc3Jj\
L3RhYmxlcy5ycwEmEABjAAAAuAAAABUAAAABJhAAYwAAAL4AAAAZAAAAL25peC9zdG9yZS80MWptNGI5emZ2a3FqbG0xbmtwZDZhemtxaGZqMmFrNS1ydXN0\
LWRlZmF1bHQtMS44Ni4wL2xpYi9ydXN0bGliL3NyYy9ydXN0L2xpYnJhcnkvY29yZS9zcmMvc3RyL21vZC5yc4QmEABwAAAAOAMAABUAAAAvbml4L3N0b3Jl\
LzQxam00Yjl6ZnZrcWpsbTFua3BkNmF6a3FoZmoyYWs1LXJ1c3QtZGVmYXVsdC0xLjg2LjAvbGliL3J1c3RsaWIvc3JjL3J1c3QvbGlicmFyeS9jb3JlL3Ny\
Yy9pdGVyL3RyYWl0cy9pdGVyYXRvci5ycwAAAAQnEAB9AAAAswcAAAkAAABhc3NlcnRpb24gZmFpbGVkOiBtaWQgPD0gc2VsZi5sZW4oKS9uaXgvc3RvcmUv\
NDFqbTRiOXpmdmtxamxtMW5rcGQ2YXprcWhmajJhazUtcnVzdC1kZWZhdWx0LTEuODYuMC9saWIvcnVzdGxpYi9zcmMvcnVzdC9saWJyYXJ5L2NvcmUvc3Jj\
L3NsaWNlL21vZC5ycwAAALcnEAByAAAArA0AAAkAAABhc3NlcnRpb24gZmFpbGVkOiBrIDw9IHNlbGYubGVuKCkAAAC3JxAAcgAAANkNAAAJAAAAtycQAHIA\
AAA5CgAAIgAAAC9uaXgvc3RvcmUvNDFqbTRiOXpmdmtxamxtMW5rcGQ2YXprcWhmajJhazUtcnVzdC1kZWZhdWx0LTEuODYuMC9saWIvcnVzdGxpYi9zcmMv\
cnVzdC9saWJyYXJ5L2FsbG9jL3NyYy9zbGljZS5ycwCAKBAAbwAAAKIAAAAZAAAAL25peC9zdG9yZS80MWptNGI5emZ2a3FqbG0xbmtwZDZhemtxaGZqMmFr\
NS1ydXN0LWRlZmF1bHQtMS44Ni4wL2xpYi9ydXN0bGliL3NyYy9ydXN0L2xpYnJhcnkvY29yZS9zcmMvc3RyL3BhdHRlcm4ucnMvbml4L3N0b3JlLzQxam00\
Yjl6ZnZrcWpsbTFua3BkNmF6a3FoZmoyYWs1LXJ1c3QtZGVmYXVsdC0xLjg2LjAvbGliL3J1c3RsaWIvc3JjL3J1c3QvbGlicmFyeS9hbGxvYy9zcmMvY29s\
bGVjdGlvbnMvdmVjX2RlcXVlL21vZC5ycwB0KRAAgwAAAFIFAAAkAAAAaW5kZXggb3V0IG9mIGJvdW5kcwAIKhAAEwAAAAApEAB0AAAAzQEAADcAAAAvaG9t\
ZS9ydW5uZXIvLmNhcmdvL3JlZ2lzdHJ5L3NyYy9pbmRleC5jcmF0ZXMuaW8tMTk0OWNmOGM2YjViNTU3Zi9hdnQtMC4yMC4wL3NyYy9idWZmZXIucnMAADQq\
EABaAAAAJwAAABkAAAA0KhAAWgAAAC0AAAAPAAAANCoQAFoAAAAqAAAAEwAAADQqEABaAAAATgAAAA0AAAA0KhAAWgAAAFwAAAANAAAANCoQAFoAAABhAAAA\
DQAAADQqEABaAAAAaAAAAA0AAAA0KhAAWgAAAGwAAAANAAAANCoQAFoAAABvAAAADQAAADQqEABaAAAAhAAAAA0AAAA0KhAAWgAAAI4AAAAdAAAANCoQAFoA\
AACgAAAAJQAAADQqEABaAAAAqgAAACUAAAA0KhAAWgAAALIAAAAVAAAANCoQAFoAAAC8AAAAJQAAADQqEABaAAAAwwAAABUAAAA0KhAAWgAAAMgAAAAlAAAA\
NCoQAFoAAADRAAAAEQAAADQqEABaAAAA4wAAACAAAAA0KhAAWgAAAOcAAAARAAAANCoQAFoAAAAEAQAAOQAAADQqEABaAAAAFAEAABEAAAA0KhAAWgAAABcB\
AAANAAAAbGl2ZSBjdXJzb3IgbXVzdCBzdXJ2aXZlIHJlZmxvdwA0KhAAWgAAADoBAAApAAAANCoQAFoAAABfAQAAKwAAADQqEABaAAAAlQEAACoAAAA0KhAA\
WgAAALUBAAAUAAAAL2hvbWUvcnVubmVyLy5jYXJnby9yZWdpc3RyeS9zcmMvaW5kZXguY3JhdGVzLmlvLTE5NDljZjhjNmI1YjU1N2YvYXZ0LTAuMjAuMC9z\
cmMvZW5naW5lLnJzdGVybWluYWwgc2l6ZSBtdXN0IGJlIGF0IGxlYXN0IDF4MbosEAAiAAAAYCwQAFoAAAC1AAAACQAAAC9ob21lL3J1bm5lci8uY2FyZ28v\
cmVnaXN0cnkvc3JjL2luZGV4LmNyYXRlcy5pby0xOTQ5Y2Y4YzZiNWI1NTdmL2F2dC0wLjIwLjAvc3JjL2xpbmUucnP0LBAAWAAAAFMAAAAUAAAA9CwQAFgA\
AABnAAAAMQAAAPQsEABYAAAAbQAAADUAAAD0LBAAWAAAAHYAAAATAAAA9CwQAFgAAACEAAAAFgAAAPQsEABYAAAAiAAAABcAAAD0LBAAWAAAAJMAAAAbAAAA\
9CwQAFgAAACXAAAAGwAAAPQsEABYAAAAmAAAABsAAAD0LBAAWAAAANUAAAAbAAAA9CwQAFgAAADZAAAAGwAAAPQsEABYAAAA2gAAABsAAAD0LBAAWAAAAPgA\
AAAnAAAA9CwQAFgAAAD9AAAAFwAAAPQsEABYAAAAAAEAABMAAAD0LBAAWAAAAAIBAAAnAAAA9CwQAFgAAAAKAQAAEgAAAPQsEABYAAAADwEAABMAAAD0LBAA\
WAAAACMBAAAWAAAA9CwQAFgAAAAlAQAAFwAAAPQsEABYAAAAKAEAABMAAAD0LBAAWAAAACoBAAAnAAAA9CwQAFgAAAAyAQAAEwAAAPQsEABYAAAAUgEAABUA\
AAD0LBAAWAAAAFQBAAAlAAAA9CwQAFgAAABVAQAAHAAAAPQsEABYAAAAZwEAACUAAAD0LBAAWAAAAI0BAAAiAAAA9CwQAFgAAACmAQAAIgAAAPQsEABYAAAA\
pwEAACIAAAD0LBAAWAAAALoBAAAwAAAA9CwQAFgAAADBAQAAIwAAAPQsEABYAAAA1QEAACUAAAD0LBAAWAAAANYBAAAcAAAA9CwQAFgAAAAOAgAAFgAAAC9o\
b21lL3J1bm5lci8uY2FyZ28vcmVnaXN0cnkvc3JjL2luZGV4LmNyYXRlcy5pby0xOTQ5Y2Y4YzZiNWI1NTdmL2F2dC0wLjIwLjAvc3JjL29ic2VydmVyL2Rp\
cnR5X3Jvd3MucnMAfC8QAGcAAAArAAAAEgAAADE7QDtAOzswOzI7QDtCQkJCQEFISS9ob21lL3J1bm5lci8uY2FyZ28vcmVnaXN0cnkvc3JjL2luZGV4LmNy\
YXRlcy5pby0xOTQ5Y2Y4YzZiNWI1NTdmL2F2dC0wLjIwLjAvc3JjL3BhcnNlci5ycwAJMBAAWgAAAFUBAAA3AAAACTAQAFoAAABhAQAAIQAAAAkwEABaAAAA\
YwEAABcAAAAJMBAAWgAAAGcBAAApAAAACTAQAFoAAACnAQAAPgAAAAkwEABaAAAAswEAACEAAAAJMBAAWgAAALUBAAAXAAAACTAQAFoAAAC5AQAALAAAAAkw\
EABaAAAA9gEAAD0AAAAJMBAAWgAAAAICAAAhAAAACTAQAFoAAAAEAgAAFwAAAAkwEABaAAAACAIAACsAAAAJMBAAWgAAAHgCAAAdAAAACTAQAFoAAACBAgAA\
KAAAAAkwEABaAAAAhgIAABkAAAAJMBAAWgAAAIsCAABAAAAAfwAAAJ8AAAAAAAAAaW50ZXJuYWwgZXJyb3I6IGVudGVyZWQgdW5yZWFjaGFibGUgY29kZTog\
Z3JvdW5kLXN0YXRlIHByaW50aW5nIGlzIGhhbmRsZWQgaW4gbmV4dF9mdW5jdGlvbgBwMRAAWwAAAAkwEABaAAAA4wIAABEAAAAJMBAAWgAAAF0DAAAhAAAA\
aW50ZXJuYWwgZXJyb3I6IGVudGVyZWQgdW5yZWFjaGFibGUgY29kZQkwEABaAAAAwwMAACQAAAAJMBAAWgAAAN4DAAAiAAAACTAQAFoAAADyAwAADQAAAAkw\
EABaAAAA9AMAAA0AAABAAAAAXwAAAAAAAAAJMBAAWgAAAGYEAAATAAAACTAQAFoAAABqBAAAEwAAAAkwEABaAAAAbgQAABgAAAAJMBAAWgAAAIUEAAATAAAA\
CTAQAFoAAACJBAAAEwAAAAkwEABaAAAAkgQAABoAAAAxMzNCQ0QAAAkwEABaAAAAowYAACcAAAAJMBAAWgAAAKkGAAAnAAAACTAQAFoAAACvBgAAJwAAAAkw\
EABaAAAAtQYAACcAAAAJMBAAWgAAALsGAAAnAAAACTAQAFoAAADBBgAAJwAAAAkwEABaAAAAxwYAACcAAAAJMBAAWgAAAM0GAAAnAAAACTAQAFoAAADTBgAA\
JwAAAAkwEABaAAAA2QYAACcAAAAJMBAAWgAAAN8GAAAnAAAACTAQAFoAAADlBgAAJwAAAAkwEABaAAAA6wYAACcAAAAJMBAAWgAAAPEGAAAnAAAACTAQAFoA\
AAAMBwAAKwAAAAkwEABaAAAAFQcAAC8AAAAJMBAAWgAAABkHAAAvAAAACTAQAFoAAAAhBwAALwAAAAkwEABaAAAAJQcAAC8AAAAJMBAAWgAAACoHAAArAAAA\
CTAQAFoAAAAvBwAAJwAAAAkwEABaAAAASwcAACsAAAAJMBAAWgAAAFQHAAAvAAAACTAQAFoAAABYBwAALwAAAAkwEABaAAAAYAcAAC8AAAAJMBAAWgAAAGQH\
AAAvAAAACTAQAFoAAABpBwAAKwAAAAkwEABaAAAAbgcAACcAAAAJMBAAWgAAAHwHAAAnAAAACTAQAFoAAAB1BwAAJwAAAAkwEABaAAAANgcAACcAAAAJMBAA\
WgAAAPgGAAAnAAAACTAQAFoAAAD+BgAAJwAAAAkwEABaAAAAPQcAACcAAAAJMBAAWgAAAAUHAAAnAAAACTAQAFoAAABEBwAAJwAAAAkwEABaAAAAggcAACcA\
AAAJMBAAWgAAAKwHAAATAAAACTAQAFoAAAC1BwAAGwAAAAkwEABaAAAAvgcAABQAAAAvaG9tZS9ydW5uZXIvLmNhcmdvL3JlZ2lzdHJ5L3NyYy9pbmRleC5j\
cmF0ZXMuaW8tMTk0OWNmOGM2YjViNTU3Zi9hdnQtMC4yMC4wL3NyYy90YWJzLnJzUDUQAFgAAAAMAAAAEgAAAFA1EABYAAAAFAAAABQAAABQNRAAWAAAABoA\
AAAUAAAAUDUQAFgAAAAiAAAAFAAAAGludmFsaWQgdGVybWluYWwgc2l6ZSB4OiBjb2x1bW5zIGFuZCByb3dzIG11c3QgYmUgcG9zaXRpdmUAAOg1EAAWAAAA\
/jUQAAEAAAD/NRAAIwAAAC4uMDEyMzQ1Njc4OWFiY2RlZgAAAQAAAAAAAABCb3Jyb3dNdXRFcnJvcmFscmVhZHkgYm9ycm93ZWQ6IGY2EAASAAAAY2FsbGVk\
IGBPcHRpb246OnVud3JhcCgpYCBvbiBhIGBOb25lYCB2YWx1ZWluZGV4IG91dCBvZiBib3VuZHM6IHRoZSBsZW4gaXMgIGJ1dCB0aGUgaW5kZXggaXMgAAAA\
qzYQACAAAADLNhAAEgAAADogAAABAAAAAAAAAPA2EAACAAAAAAAAAAwAAAAEAAAAIAAAACEAAAAiAAAAICAgICwKKCgKMHgwMDAxMDIwMzA0MDUwNjA3MDgw\
OTEwMTExMjEzMTQxNTE2MTcxODE5MjAyMTIyMjMyNDI1MjYyNzI4MjkzMDMxMzIzMzM0MzUzNjM3MzgzOTQwNDE0MjQzNDQ0NTQ2NDc0ODQ5NTA1MTUyNTM1\
NDU1NTY1NzU4NTk2MDYxNjI2MzY0NjU2NjY3Njg2OTcwNzE3MjczNzQ3NTc2Nzc3ODc5ODA4MTgyODM4NDg1ODY4Nzg4ODk5MDkxOTI5Mzk0OTU5Njk3OTg5\
OWF0dGVtcHRlZCB0byBpbmRleCBzbGljZSB1cCB0byBtYXhpbXVtIHVzaXplAO83EAAsAAAAbGlicmFyeS9jb3JlL3NyYy9zdHIvbW9kLnJzWy4uLl1iZWdp\
biA8PSBlbmQgKCA8PSApIHdoZW4gc2xpY2luZyBgYABEOBAADgAAAFI4EAAEAAAAVjgQABAAAABmOBAAAQAAAGJ5dGUgaW5kZXggIGlzIG5vdCBhIGNoYXIg\
Ym91bmRhcnk7IGl0IGlzIGluc2lkZSAgKGJ5dGVzICkgb2YgYACIOBAACwAAAJM4EAAmAAAAuTgQAAgAAADBOBAABgAAAGY4EAABAAAAIGlzIG91dCBvZiBi\
b3VuZHMgb2YgYAAAiDgQAAsAAADwOBAAFgAAAGY4EAABAAAAJDgQABsAAACkAQAALAAAAGxpYnJhcnkvY29yZS9zcmMvdW5pY29kZS9wcmludGFibGUucnMA\
AAAwORAAJQAAABoAAAA2AAAAMDkQACUAAAAKAAAAKwAAAAAGAQEDAQQCBQcHAggICQIKBQsCDgQQARECEgUTHBQBFQIXAhkNHAUdCB8BJAFqBGsCrwOxArwC\
zwLRAtQM1QnWAtcC2gHgBeEC5wToAu4g8AT4AvoE+wEMJzs+Tk+Pnp6fe4uTlqKyuoaxBgcJNj0+VvPQ0QQUGDY3Vld/qq6vvTXgEoeJjp4EDQ4REikxNDpF\
RklKTk9kZYqMjY+2wcPExsvWXLa3GxwHCAoLFBc2OTqoqdjZCTeQkagHCjs+ZmmPkhFvX7/u71pi9Pz/U1Samy4vJyhVnaCho6SnqK26vMQGCwwVHTo/RVGm\
p8zNoAcZGiIlPj/n7O//xcYEICMlJigzODpISkxQU1VWWFpcXmBjZWZrc3h9f4qkqq+wwNCur25v3d6TXiJ7BQMELQNmAwEvLoCCHQMxDxwEJAkeBSsFRAQO\
KoCqBiQEJAQoCDQLTgM0DIE3CRYKCBg7RTkDYwgJMBYFIQMbBQFAOARLBS8ECgcJB0AgJwQMCTYDOgUaBwQMB1BJNzMNMwcuCAoGJgMdCAKA0FIQAzcsCCoW\
GiYcFBcJTgQkCUQNGQcKBkgIJwl1C0I+KgY7BQoGUQYBBRADBQtZCAIdYh5ICAqApl4iRQsKBg0TOgYKBhQcLAQXgLk8ZFMMSAkKRkUbSAhTDUkHCoC2Ig4K\
BkYKHQNHSTcDDggKBjkHCoE2GQc7Ax1VAQ8yDYObZnULgMSKTGMNhDAQFgqPmwWCR5q5OobGgjkHKgRcBiYKRgooBROBsDqAxltlSwQ5BxFABQsCDpf4CITW\
KQqi54EzDwEdBg4ECIGMiQRrBQ0DCQcQj2CA+gaBtExHCXQ8gPYKcwhwFUZ6FAwUDFcJGYCHgUcDhUIPFYRQHwYGgNUrBT4hAXAtAxoEAoFAHxE6BQGB0CqA\
1isEAYHggPcpTAQKBAKDEURMPYDCPAYBBFUFGzQCgQ4sBGQMVgqArjgdDSwECQcCDgaAmoPYBBEDDQN3BF8GDAQBDwwEOAgKBigILAQCPoFUDB0DCgU4BxwG\
CQeA+oQGAAEDBQUGBgIHBggHCREKHAsZDBoNEA4MDwQQAxISEwkWARcEGAEZAxoHGwEcAh8WIAMrAy0LLgEwBDECMgGnBKkCqgSrCPoC+wX9Av4D/wmteHmL\
jaIwV1iLjJAc3Q4PS0z7/C4vP1xdX+KEjY6RkqmxurvFxsnK3uTl/wAEERIpMTQ3Ojs9SUpdhI6SqbG0urvGys7P5OUABA0OERIpMTQ6O0VGSUpeZGWEkZud\
yc7PDREpOjtFSVdbXF5fZGWNkam0urvFyd/k5fANEUVJZGWAhLK8vr/V1/Dxg4WLpKa+v8XHz9rbSJi9zcbOz0lOT1dZXl+Jjo+xtre/wcbH1xEWF1tc9vf+\
/4Btcd7fDh9ubxwdX31+rq9Nu7wWFx4fRkdOT1haXF5+f7XF1NXc8PH1cnOPdHWWJi4vp6+3v8fP19+aAECXmDCPH87P0tTO/05PWlsHCA8QJy/u725vNz0/\
QkWQkVNndcjJ0NHY2ef+/wAgXyKC3wSCRAgbBAYRgawOgKsFHwiBHAMZCAEELwQ0BAcDAQcGBxEKUA8SB1UHAwQcCgkDCAMHAwIDAwMMBAUDCwYBDhUFTgcb\
B1cHAgYXDFAEQwMtAwEEEQYPDDoEHSVfIG0EaiWAyAWCsAMaBoL9A1kHFgkYCRQMFAxqBgoGGgZZBysFRgosBAwEAQMxCywEGgYLA4CsBgoGLzGA9Ag8Aw8D\
PgU4CCsFgv8RGAgvES0DIQ8hD4CMBIKaFgsViJQFLwU7BwIOGAmAviJ0DIDWGoEQBYDhCfKeAzcJgVwUgLgIgN0VOwMKBjgIRggMBnQLHgNaBFkJgIMYHAoW\
CUwEgIoGq6QMFwQxoQSB2iYHDAUFgKYQgfUHASAqBkwEgI0EgL4DGwMPDWxpYnJhcnkvY29yZS9zcmMvdW5pY29kZS91bmljb2RlX2RhdGEucnMAAAAhPxAA\
KAAAAE0AAAAoAAAAIT8QACgAAABZAAAAFgAAAHJhbmdlIHN0YXJ0IGluZGV4ICBvdXQgb2YgcmFuZ2UgZm9yIHNsaWNlIG9mIGxlbmd0aCBsPxAAEgAAAH4/\
EAAiAAAAcmFuZ2UgZW5kIGluZGV4ILA/EAAQAAAAfj8QACIAAABzbGljZSBpbmRleCBzdGFydHMgYXQgIGJ1dCBlbmRzIGF0IADQPxAAFgAAAOY/EAANAAAA\
AAMAAIMEIACRBWAAXROgABIXIB8MIGAf7ywgKyowoCtvpmAsAqjgLB774C0A/iA2nv9gNv0B4TYBCiE3JA3hN6sOYTkvGOE5MBzhSvMe4U5ANKFSHmHhU/Bq\
YVRPb+FUnbxhVQDPYVZl0aFWANohVwDgoViu4iFa7OThW9DoYVwgAO5c8AF/XQBwAAcALQEBAQIBAgEBSAswFRABZQcCBgICAQQjAR4bWws6CQkBGAQBCQED\
AQUrAzsJKhgBIDcBAQEECAQBAwcKAh0BOgEBAQIECAEJAQoCGgECAjkBBAIEAgIDAwEeAgMBCwI5AQQFAQIEARQCFgYBAToBAQIBBAgBBwMKAh4BOwEBAQwB\
CQEoAQMBNwEBAwUDAQQHAgsCHQE6AQICAQEDAwEEBwILAhwCOQIBAQIECAEJAQoCHQFIAQQBAgMBAQgBUQECBwwIYgECCQsHSQIbAQEBAQE3DgEFAQIFCwEk\
CQFmBAEGAQICAhkCBAMQBA0BAgIGAQ8BAAMABBwDHQIeAkACAQcIAQILCQEtAwEBdQIiAXYDBAIJAQYD2wICAToBAQcBAQEBAggGCgIBMB8xBDAKBAMmCQwC\
IAQCBjgBAQIDAQEFOAgCApgDAQ0BBwQBBgEDAsZAAAHDIQADjQFgIAAGaQIABAEKIAJQAgABAwEEARkCBQGXAhoSDQEmCBkLAQEsAzABAgQCAgIBJAFDBgIC\
AgIMAQgBLwEzAQEDAgIFAgEBKgIIAe4BAgEEAQABABAQEAACAAHiAZUFAAMBAgUEKAMEAaUCAARBBQACTwRGCzEEewE2DykBAgIKAzEEAgIHAT0DJAUBCD4B\
DAI0CQEBCAQCAV8DAgQGAQIBnQEDCBUCOQIBAQEBDAEJAQ4HAwVDAQIGAQECAQEDBAMBAQ4CVQgCAwEBFwFRAQIGAQECAQECAQLrAQIEBgIBAhsCVQgCAQEC\
agEBAQIIZQEBAQIEAQUACQEC9QEKBAQBkAQCAgQBIAooBgIECAEJBgIDLg0BAgAHAQYBAVIWAgcBAgECegYDAQECAQcBAUgCAwEBAQACCwI0BQUDFwEAAQYP\
AAwDAwAFOwcAAT8EUQELAgACAC4CFwAFAwYICAIHHgSUAwA3BDIIAQ4BFgUBDwAHARECBwECAQVkAaAHAAE9BAAE/gIAB20HAGCA8ABIYXNoIHRhYmxlIGNh\
cGFjaXR5IG92ZXJmbG93AHtDEAAcAAAAL3J1c3QvZGVwcy9oYXNoYnJvd24tMC4xNS4yL3NyYy9yYXcvbW9kLnJzAACgQxAAKgAAACMAAAAoAAAAMWMQAGwA\
AAAjAQAADgAAAGNsb3N1cmUgaW52b2tlZCByZWN1cnNpdmVseSBvciBhZnRlciBiZWluZyBkcm9wcGVkAAAZAAAADAAAAAQAAAAaAAAAGwAAABwAAAAvbml4\
L3N0b3JlLzQxam00Yjl6ZnZrcWpsbTFua3BkNmF6a3FoZmoyYWs1LXJ1c3QtZGVmYXVsdC0xLjg2LjAvbGliL3J1c3RsaWIvc3JjL3J1c3QvbGlicmFyeS9h\
bGxvYy9zcmMvc3RyaW5nLnJzOEQQAHAAAACNBQAAGwAAAMBiEABxAAAAKgIAABEAAAD//////////8hEEABB4InBAAt1L2hvbWUvcnVubmVyLy5jYXJnby9y\
ZWdpc3RyeS9zcmMvaW5kZXguY3JhdGVzLmlvLTE5NDljZjhjNmI1YjU1N2Yvc2VyZGUtd2FzbS1iaW5kZ2VuLTAuNi41L3NyYy9saWIucnMAAADgRBAAZQAA\
ADUAAAAOAEGBi8EAC4cBAQICAgMEBQYHCAkKCwwNAgICAgICAg4CAgICAgICDggICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIDwgICAgICAgICAgICAgICAgICAgICAgIAEGBjcEAC98KAQICAgIDAgIEAgUGBwgJCgsMDQ4P\
EBESExQVFhcYGRobHB0CAh4CAgICAgICHyAhIiMCJCUmJygpAioCAgICKywCAgICLS4CAgIvMDEyMwICAgICAjQCAjU2NwI4OTo7PD0+Pzk5OTk5OTk5OTk5\
OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTlA\
AgJBQgICQ0RFRkdIAkk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5\
OTk5OTk5OTk5OTlKAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICOTk5OUsCAgICAkxN\
Tk8CAgJQAlFSAgICAgICAgICAgICAlNUAgJVAlYCAldYWVpbXF1eX2BhYmMCZGVmZwJoAmlqa2xtAm5vcHECcnMCAgICAgICAgICAgICAgICAgICAgICAgIC\
AgICAgICAgICAgICAgICAnQCAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC\
AgICAgICAgICAgICAgICAnUCAgICAgICAgICAgICAgICAgJ2dwICAngCAgJ5ejk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5\
OTk5OTk5OTk5OTk5OXt8fQICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgJ+OTl/OTmA\
AgICAgICAgICAgICAgICAgICAoECAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgKCAgICg4SFAoYCAgICAgICAgICAgICh4gCAgICAgICAgIC\
iYp3AgKLAgICjAKNAo4CAgKPkAICAgICAgICAgICAgKRkgKTlAKVlpeYmZqbnAKdAgKen6ChAgICAgICAgICAjk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5\
OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OaIdHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHQICAgICAgICAgICAgICAgICAgIC\
AgICAgICAgICAgICAKMCAgICpKUCBAIFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdAgIeAgICAgICAh8gISIjAiQlJicoKQIqAgICAqanqKmqq6wurTmur7Cx\
srMCAgICAgK0AgI1NjcCODk6Ozw9PrU5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5\
OTk5OTk5OTk5OTk5OTlLAgICAgK2TU63iYp3AgKLAgICjAKNAo4CAgKPkAICAgICAgICAgICAgKRkri5lAKVlpeYmZqbnAKdAgKen6ChAgICAgICAgICAlVV\
dVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVRVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVQBB/JfBAAspVVVVVRUAUFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQEAQa+YwQALxAEQQRBVVVVVVVdVVVVVVVVVVVVRVVUAAEBU9d1V\
VVVVVVVVVRUAAAAAAFVVVVX8XVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVBQAUABQEUFVVVVVVVVUVUVVVVVVVVVUAAAAAAABAVVVVVVVVVVVV1VdVVVVVVVVV\
VVVVVQUAAFRVVVVVVVVVVVVVVVVVFQAAVVVRVVVVVVUFEAAAAQFQVVVVVVVVVVVVVQFVVVVVVf////9/VVVVUBUAAFVVVVVVVVVVVVUFAEGAmsEAC5gEQFVV\
VVVVVVVVVVVVVVVFVAEAVFEBAFVVBVVVVVVVVVVRVVVVVVVVVVVVVVVVVVVEAVRVUVUVVVUFVVVVVVVVRUFVVVVVVVVVVVVVVVVVVVRBFRRQUVVVVVVVVVVQ\
UVVVQVVVVVVVVVVVVVVVVVVVVAEQVFFVVVVVBVVVVVVVBQBRVVVVVVVVVVVVVVVVVVUEAVRVUVUBVVUFVVVVVVVVVUVVVVVVVVVVVVVVVVVVVUVUVVVRVRVV\
VVVVVVVVVVVVVFRVVVVVVVVVVVVVVVVVBFQFBFBVQVVVBVVVVVVVVVVRVVVVVVVVVVVVVVVVVVUURAUEUFVBVVUFVVVVVVVVVVBVVVVVVVVVVVVVVVVVFUQB\
VFVBVRVVVQVVVVVVVVVVUVVVVVVVVVVVVVVVVVVVVVVVRRUFRFUVVVVVVVVVVVVVVVVVVVVVVVVVVVVRAEBVVRUAQFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVEAAFRVVQBAVVVVVVVVVVVVVVVVVVVVVVVVUFVVVVVVVRFRVVVVVVVVVVVVVVVVVQEAAEAABFUBAAABAAAAAAAAAABUVUVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVAQQAQUFVVVVVVVVQBVRVVVUBVFVVRUFVUVVVVVFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVWqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqoAQcCewQAL\
7AFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQFVVVVVVVVVVVVVVVUFUFVVVVVVVQVUVVVVVVVVBVVVVVVVVVUFVVVVf//99//911931tXXVRAAUFVFAQAAVVdR\
VVVVVVVVVVVVVRUAVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVBVVVVVVVVVVVRVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVAFVRVRVUBVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVxUUVVVVVVVVVVVVVVVVVVVFAEBEAQBUFQAAFFVVVVVVVVVVVVVVVQBBt6DBAAuZAVAAAABVVVVVVQBVVVVVVVVVVVVVVVUA\
AFAFVFVVVVVVVVVVFQAAVVVVUFVVVVVVVVUFUABQVVVVVVVVVVVVVVVVVUVQEQBVVVVVVVVVVVVVVVVVVQAABVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVQAAAAAQAVFFVVFBVVVVVVVVVVVVVVVVVVVVVVQBB4KHBAAvzB1VVFQBVVVVVVVUFQFVVVVVVVVVVVVVVVQAAAABVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVUAAAAAAAAAAFRVVVVVVVVVVVX1VVVVaVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV/VfXVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVX1VVVVVVV9VVVVVVVWqqlVVVVX///9VVVVVVVVVVVVV1VVVparVVVVVXVX1VVVVVX1VX1V1VVdVVVVVdVX1\
XXVdVV31VVVVVVVVVVdVVVVVVVVVVXfV31VVVVVVVVVVVVVVVVVVVf1VVVVVVVVXVVXVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVdVXVVVVVVVVVVVVVVVVV11V\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFVBVVVVVVVVVVVVVVVVVVVX9////////////////X1XVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVQAAAAAAAAAAqqqqqqqqmqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpVVVWqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\
qqqqqqqqqqqqqlpVVVVVVVWqqqqqqqqqqqqqqqqqqgoAqqqqaqmqqqqqqqqqqqqqqqqqqqqqqqqqqmqBqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqlWpqqqq\
qqqqqqqqqqmqqqqqqqqqqqqqqqqoqqqqqqqqqqqqaqqqqqqqqqqqqqqqqqqqqqqqqqqqqlpVlaqqqqqqqqqqqqqqaqqqqqqqqqqqqqpVVaqqqqqqqqqqqqqq\
qqqqqlaqqqqqqqqqqqqqqqqqalVVVVVVVVVVVVVVVVVfVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFUAAAFBVVVVVVVVVBVVVVVVVVVVVVVVVVVVVVVVV\
VVVVUFVVVUVFFVVVVVVVVUFVVFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQVVVVVVVVAAAAAFBVRRVVVVVVVVVVVVUFAFBVVVVVVRUA\
ABBVVVWqqqqqqqqqVkBVVVVVVVVVVVVVVRUFUFBUVVVVVVVVVVVRVVVVVVVVVVVVVVVVVVVVVQFAQUFVVRVVVVRVVVVVVVVVVVVVVVRVVVVVVVVVVVVVVVUE\
FFQFUVVVVVVVVVVVVVVQVUVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVRVFFVVVVVqqqqqqqqqqqqVVVVAAAAAABAFQBB36nBAAvhDVVVVVVVVVVVRVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVQwAAPCqqlpVAAAAAKqqqqqqqqqqaqqqqqpqqlVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVRWpqqqq\
qqqqqqqqqqqqqqqqqqqqqqqqqqpWVVVVVVVVVVVVVVVVVVUFVFVVVVVVVVVVVVVVVVVVVapqVVUAAFRVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVBUBVAUFVAFVVVVVVVVVVVVVAFVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQVVVVVVVVdVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVAFVVVVVVVVVV\
VVVVVVVVVVUBUFVVVVVVVVVVVVVVVVVVFVRVVVVVVVVVVVVVVVVVVVVVVVUFAFVVVVVVVVVVVVVVVVVVVVVVBQAAVFVVVVVVVVVVVVVVBVBVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVRVVVVVVVVVVVVVVVVVQAAAEBVVVVVVVVVVVVVFFRVFVBVVVVVVVVVVVVVVRVAQVVFVVVVVVVVVVVVVVVVVVVVQFVVVVVV\
VVVVFQABAFRVVVVVVVVVVVVVVVVVVRVVVVVQVVVVVVVVVVVVVVVVBQBABFUBFFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFVAAVUVRVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUVFQBAVVVVVVVQVVVVVVVVVVVVVVVVVRVEVFVVUVUVVVVVBQBUAFRVVVVVVVVVVVVVVVVVVVVVFABEEVAFQFVVVUFV\
VVVVVVVVVVVVVVVVVVVVVVVVVVUAAAVEVVVVVVVFVVVVVVVVVVVVVVVVVVVVVVVVVVUUAEQRBFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFQVQVRBUVVVV\
VVVVUFVVVVVVVVVVVVVVVVVVVVVVVVVVFQBAEVRVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFVEAAFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVURBRAAVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUVAABBVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUVRUAEVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVQAFVVRVVVVVVVVVAQBAVVVVVVVVVVVVFQAUQFUVVVUBQAFVVVVVVVVVVVVVAAAAAEBQVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVQREVVVVVVVVVVVVVVVVVVVVVVVVAEAAEFVVVVVVVVVVVVVVVVVVVVVVVVVVBQAAAAAABQAEQVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVQFARRAAAFVVVVVVVVVVVVVVVVVVVVVVVVARVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVFVRVVUBVVVVVVVVVVVVVVVUFQFVAVVVVVVVFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQVAAAAUFVVVVVVVVVVVVVVVVVVVVVVBQAAUAFVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUAVFVVVVVVVVVVVVVVVVVVAEBVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVV1VdVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUVVVVVVVVVVVVVVVVVVVVVFUBVVVVVVVVVVVVVVVVVVVVVVVVVqlRVVaBqVVWqqqqq\
qqqqqqqqqqqqqqqqqqqqqqpaVVVVVVVVVVVVlaqqqqqqqqpqVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqmpV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVqqmqaaqqqqqqqqqqalVVVWVVVVVVVVVVallVVVWqVVWqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\
qqqqqqqqqlVVVVVVVVVVQQBVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQBBy7fBAAuVAVAAAAAAAEBVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVUBUAEAAAAAQAEAVVVVVVVVVQVQVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVBVRVVVVVVVVVVVVVVVVVVaqqqqqqqqqqqqqqqqqq\
qqqqqqqqqmpVVaqqqqqqalVVAEHtuMEACwJAFQBB+7jBAAuFB1RVUVVVVVRVVVVVFQABAAAAVVVVVVVVVVVVVVVVVVVVVVVVVVUAQAAAAAAUABAEQFVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVRVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFVVVVVVVVVVVVVVVVVVVVAFVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVUAVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVFUVVBVVRVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVQBAVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVAEBVVVVVVVVVVVVVVVVVVVdVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVVVVVV1VVVVVVVVVVVVVVVVVVVVXX9/39VVVVVVVVVVVVVVVVVVVVVVVX1////////blVVVaqquqqqqqrq+r+/VaqqVlVfVVVV\
qlpVVVVVVVX//////////1dVVf3/3///////////////////////9///////VVVV/////////////3/V/1VVVf////9XV///////////////////////f/f/\
////////////////////////////////////////////////////////////1////////////////////19VVdV/////////VVVVVXVVVVVVVVV9VVVVV1VV\
VVVVVVVVVVVVVVVVVVVVVVVV1f///////////////////////////1VVVVVVVVVVVVVVVf//////////////////////X1VXf/1X/1VV1VdV//9XVVVVVVVV\
VVVVVVVVVVVVVVVVVVVVVVVV////VVdVVVVVVVX//////////////3///9//////////////////////////////////////////////////////////////\
VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVf///1f//3/1/////////////////39X/f///9f//3/V//9XVaqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\
qqqqqqpaVVVVVVVVVVVZllVhqqVZqlVVVVVVlVVVVVVVVVWVVVUAQY7AwQALAQMAQZzAwQALiQlVVVVVVZVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV\
VVVVVRUAlmpaWmqqBUCmWZVlVVVVVVVVVVUAAAAAVVZVValWVVVVVVVVVVVVVlVVVVVVVVVVAAAAAAAAAABUVVVVlVlZVVVlVVVpVVVVVVVVVVVVVVWqqqpq\
qqqqVaqqWlVVVVlVqqqqVVVVVWVVVVpVVVVVpWVWVVVVlVVVVVVVVaaWmpZZWWWplqqqZlWqVVpZVVpWZVVVVWqqpaVaVVVVpapaVVVZWVVVWVVVVVVVlVVV\
VVVVVVVVVVVVVVVVVVVVVVVVZVX1VVVVaVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVaqqqqqqqqqqqqqqqqqqqqqqqqqq\
qqqqqqqqqlWqqqqqqqqqqqpWVVWqqqqqpVpVVZqqWlWlpVVaWqWWpVpVVVWlWlWVVVVVfVVpWaVVr1VmVVVVVaqqVVVmVf///1VVVZqaappVVVXVVVWlqtVV\
VaVdVfVVVVVVvVWvqrqqq6qqmlW6qvquuq5VXfVVVVVVVVVVV1VVVVVZVVVVd9XfVVVVVVVVVaWqqqqqqqqq/VVVVVVVVVdVVdVVVVVVVVVVVVVVVVVVVVVV\
VVVVVVVV1VdVVVVVVVVVVVVVVVVXrVpVVVVVVVVVVVWqqqqqqqqqaqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqjMAAMCqqlpVAAAAAKqqqqqqqqqqaqqqqqpq\
qlVVVVVVVVVVVVVVVQVUVVVVVVVVVVVVVVVVVVVVqmpVVQAAVFmqqqpWqqqqqqqqqlqqqqqqqqqqqqqqqqqqqlpVqqqqqqqqqrr+/7+qqqqqVlVVVVVVVVVV\
VVVVVVX1////////L25peC9zdG9yZS80MWptNGI5emZ2a3FqbG0xbmtwZDZhemtxaGZqMmFrNS1ydXN0LWRlZmF1bHQtMS44Ni4wL2xpYi9ydXN0bGliL3Ny\
Yy9ydXN0L2xpYnJhcnkvYWxsb2Mvc3JjL3Jhd192ZWMucnMvaG9tZS9ydW5uZXIvLmNhcmdvL3JlZ2lzdHJ5L3NyYy9pbmRleC5jcmF0ZXMuaW8tMTk0OWNm\
OGM2YjViNTU3Zi93YXNtLWJpbmRnZW4tMC4yLjEwNi9zcmMvY29udmVydC9zbGljZXMucnMvaG9tZS9ydW5uZXIvLmNhcmdvL3JlZ2lzdHJ5L3NyYy9pbmRl\
eC5jcmF0ZXMuaW8tMTk0OWNmOGM2YjViNTU3Zi93YXNtLWJpbmRnZW4tMC4yLjEwNi9zcmMvZXh0ZXJucmVmLnJznWMQAGcAAAB/AAAAEQAAAJ1jEABnAAAA\
jAAAABEAAABudWxsIHBvaW50ZXIgcGFzc2VkIHRvIHJ1c3RyZWN1cnNpdmUgdXNlIG9mIGFuIG9iamVjdCBkZXRlY3RlZCB3aGljaCB3b3VsZCBsZWFkIHRv\
IHVuc2FmZSBhbGlhc2luZyBpbiBydXN0SnNWYWx1ZSgpAI5kEAAIAAAAlmQQAAEAQajJwQALAQQASAlwcm9kdWNlcnMBDHByb2Nlc3NlZC1ieQIGd2FscnVz\
BjAuMjQuNAx3YXNtLWJpbmRnZW4TMC4yLjEwNiAoMTE4MzFmYjg5KQ==");async function LB(A){return await Pg({module_or_path:await A.
module,memory:A.memory}),hB}var OI=LB({module:FB}),GB=OI.then(A=>A.default()).then(A=>A.memory),Zg=class A{static async build(g,e,I,t){
return new A(await OI,await GB,t,g,e,I)}constructor(g,e,I,t,B,n){this.wasm=g,this.memory=e,this.logger=I,this.cols=t,this.
rows=B,this.boldIsBright=n,this.vt=g.create(t,B,100,n)}feed(g){return this.vt.feed(g)}reset(g,e,I=void 0){return this.logger.
debug(`vt: reset (${g}x${e})`),this.vt=this.wasm.create(g,e,100,this.boldIsBright),this.cols=g,this.rows=e,I!==void 0&&I!==
""&&this.vt.feed(I),Array.from({length:e},(t,B)=>B)}resize(g,e){if(g===this.cols&&e===this.rows)return;this.logger.debug(
`vt: resize (${g}x${e})`);let I=this.vt.resize(g,e);return this.cols=g,this.rows=e,I}getLine(g,e){return this.vt.getLine(
g,e)}getDataView([g,e],I){return new DataView(this.memory.buffer,g,e*I)}getUint32Array([g,e]){return new Uint32Array(this.
memory.buffer,g,e)}getCursor(){let g=this.vt.getCursor();return g?{col:g[0],row:g[1],visible:!0}:{col:0,row:0,visible:!1}}},
RB=x("<div class=ap-term><canvas></canvas><svg class=ap-term-symbols xmlns=http://www.w3.org/2000/svg preserveAspectRati\
o=none width=100% height=100% aria-hidden=true><defs></defs><g></g></svg><pre class=ap-term-text aria-live=off tabindex=\
0>"),Kg="http://www.w3.org/2000/svg",AA=8,$=24,MB=1,NB=2,mB=4,qB=8,pB=16,fI=32,SB=A=>{let g=A.core,e=[],I=[],t=[],B=new Set,
n=new Map,i=new Map,C=Zg.build(A.cols,A.rows,A.boldIsBright,A.logger),Q,[l,s]=Z({cols:A.cols,rows:A.rows},{equals:(a,f)=>a.
cols===f.cols&&a.rows===f.rows}),[G,F]=Z(Hg(Qg,A.adaptivePalette)),V=()=>A.lineHeight??1.3333333333,[r,h]=Z(!0),y=EA(()=>A.
cursorMode==="hidden"?!1:A.cursorMode==="steady"?!0:r()||X),L=EA(()=>({width:`${l().cols}ch`,height:`${V()*l().rows}em`,
"font-size":`${(A.scale||1)*100}%`,"--term-line-height":`${V()}em`,"--term-cols":l().cols,"--term-rows":l().rows})),u={col:0,
row:0,visible:!1},d={size:void 0,theme:void 0,rows:new Set},N,E,q,S,W,CA,_,T,Y,U,X=!1;GI(()=>{O(),LA(),Ae(l().rows),ZA(l().
rows),C.then(a=>{Q=a,g.addEventListener("reset",bA),g.addEventListener("resize",aA),g.addEventListener("output",dA),A.onReady?.()})}),
ue(()=>{g.removeEventListener("reset",bA),g.removeEventListener("resize",aA),g.removeEventListener("output",dA),clearInterval(
Y),cancelAnimationFrame(T)}),ae(()=>{A.blinking&&Y===void 0?Y=setInterval(JA,600):(clearInterval(Y),Y=void 0,h(!0))}),ae(
()=>{y(),u.visible&&(d.rows.add(u.row),YA())});function O(){if(q=E.getContext("2d"),!q)throw new Error("2D ctx not avail\
able");let{cols:a,rows:f}=l();E.width=a*AA,E.height=f*$,E.style.imageRendering="pixelated",q.imageSmoothingEnabled=!1}function wA({
cols:a,rows:f}){E.width=a*AA,E.height=f*$,q.imageSmoothingEnabled=!1}function LA(){U=UB(N),d.theme=U}function bA({size:a,
theme:f,init:p}){let R=Q.reset(a.cols,a.rows,p);lA({size:a,theme:f,changedRows:R})}function aA(a){let f=Q.resize(a.cols,
a.rows);f!==void 0&&lA({size:a,changedRows:f})}function dA(a){let f;if(Array.isArray(a)){f=new Set;for(let p of a)for(let R of Q.
feed(p))f.add(R)}else f=Q.feed(a);lA({changedRows:f})}function lA({size:a,theme:f,changedRows:p}){let R=!1;if(p!==void 0)
for(let b of p)d.rows.add(b),X=!0,R=!0;if(f!==void 0&&A.preferEmbeddedTheme){d.theme=f;for(let b=0;b<l().rows;b++)d.rows.
add(b)}let K=Q.getCursor();if((K.visible!=u.visible||K.col!=u.col||K.row!=u.row)&&(u.visible&&d.rows.add(u.row),K.visible&&
d.rows.add(K.row),u=K,X=!0,R=!0),a!==void 0){d.size=a;for(let b of d.rows)b>=a.rows&&d.rows.delete(b)}R&&u.visible&&d.rows.
add(u.row),YA()}function JA(){h(a=>(a||(X=!1),!a))}function YA(){T===void 0&&(T=requestAnimationFrame(KA))}function KA(){
T=void 0;let{size:a,theme:f,rows:p}=d;yA(function(){a!==void 0&&(wA(a),Ae(a.rows),ZA(a.rows),s(a)),f!==void 0&&(F(Hg(f===
null?U:f,A.adaptivePalette)),n.clear());let R=G(),K=y();for(let b of p)HA(b,R,K)}),d.size=void 0,d.theme=void 0,d.rows.clear(),
A.stats.renders+=1}function HA(a,f,p){let R=Q.getLine(a,p);TA(a),vA(a,R.bg,f),cA(a,R.raster_symbols,f),we(a,R.vector_symbols,
f),OA(a,R.text,R.codepoints,f)}function TA(a){q.clearRect(0,a*$,l().cols*AA,$)}function vA(a,f,p){let R=Q.getDataView(f,
8),K=a*$,b=0;for(;b<R.byteLength;){let P=R.getUint16(b+0,!0),v=R.getUint16(b+2,!0),gA=WA(R,b+4,p);b+=8,q.fillStyle=gA,q.
fillRect(P*AA,K,v*AA,$)}}function cA(a,f,p){let R=Q.getDataView(f,12),K=a*$,b=0;for(;b<R.byteLength;){let P=R.getUint16(
b+0,!0),v=R.getUint32(b+4,!0),gA=WA(R,b+8,p)||p.fg;b+=12,q.fillStyle=gA,YB(q,v,P*AA,K)}}function we(a,f,p){let R=Q.getDataView(
f,16),K=document.createDocumentFragment(),b=_.children[a],P=0;for(;P<R.byteLength;){let v=R.getUint16(P+0,!0),gA=R.getUint32(
P+4,!0),rA=WA(R,P+8,p),uA=R.getUint8(P+12);P+=16;let oA=(uA&fI)!==0,tA=de(gA,v,rA,oA);tA&&K.appendChild(tA)}he(b),b.replaceChildren(
K)}function OA(a,f,p,R){let K=Q.getDataView(f,12),b=Q.getUint32Array(p),P=document.createDocumentFragment(),v=0;for(;v<K.
byteLength;){let gA=K.getUint16(v+0,!0),rA=K.getUint16(v+2,!0),uA=K.getUint16(v+4,!0),oA=WA(K,v+6,R),tA=K.getUint8(v+10),
jA=String.fromCodePoint(...b.subarray(rA,rA+uA));v+=12;let sA=document.createElement("span"),hA=sA.style;hA.setProperty(
"--offset",gA),sA.textContent=jA,oA&&(hA.color=oA);let iA=zA(tA);iA!==null&&(sA.className=iA),P.appendChild(sA)}S.children[a].
replaceChildren(P)}function zA(a){let f=i.get(a);return f===void 0&&(f=xA(a),i.set(a,f)),f}function xA(a){let f="";return(a&
MB)!==0?f+="ap-bold ":(a&NB)!==0&&(f+="ap-faint "),(a&mB)!==0&&(f+="ap-italic "),(a&qB)!==0&&(f+="ap-underline "),(a&pB)!==
0&&(f+="ap-strike "),(a&fI)!==0&&(f+="ap-blink "),f===""?null:f}function WA(a,f,p){let R=a.getUint8(f);if(R===0)return null;
if(R===1)return p.fg;if(R===2)return p.bg;if(R===3)return p.palette[a.getUint8(f+1)];if(R===4){let K=a.getUint32(f,!0),b=n.
get(K);if(b===void 0){let P=a.getUint8(f+1),v=a.getUint8(f+2),gA=a.getUint8(f+3);b="rgb("+P+","+v+","+gA+")",n.set(K,b)}
return b}else throw new Error(`invalid color tag: ${R}`)}function Ae(a){let f=S.children.length;if(f<a){let p=document.createDocumentFragment();
for(;f<a;){let R=ee();R.style.setProperty("--row",f),p.appendChild(R),f+=1}S.appendChild(p)}for(;S.children.length>a;){let p=S.
lastElementChild;S.removeChild(p),e.push(p)}}function ZA(a){let f=_.children.length;if(f<a){let p=document.createDocumentFragment();
for(;f<a;){let R=_A();R.setAttribute("transform",`translate(0 ${f})`),p.appendChild(R),f+=1}_.appendChild(p)}for(;_.children.
length>a;){let p=_.lastElementChild;_.removeChild(p),I.push(p)}}function ee(){let a=e.pop();return a===void 0&&(a=document.
createElement("span"),a.className="ap-line"),a}function _A(){let a=I.pop();return a===void 0&&(a=document.createElementNS(
Kg,"g"),a.setAttribute("class","ap-symbol-line")),a}function de(a,f,p,R){if(!ge(a))return null;let K=TB.has(a),b=K?f-dI:
f,P=K?1+dI*2:1,v=PA();return v.setAttribute("href",`#sym-${a}`),v.setAttribute("x",b),v.setAttribute("y",0),v.setAttribute(
"width",P),v.setAttribute("height","1"),p?v.style.setProperty("color",p):v.style.removeProperty("color"),R?v.classList.add(
"ap-blink"):v.classList.remove("ap-blink"),v}function he(a){for(;a.firstChild;){let f=a.firstChild;a.removeChild(f),t.push(
f)}}function PA(){let a=t.pop();return a===void 0&&(a=document.createElementNS(Kg,"use")),a}function ge(a){let f=HB(a);if(!f)
return!1;if(B.has(a))return!0;let p=`sym-${a}`,R=document.createElementNS(Kg,"symbol");return R.setAttribute("id",p),R.setAttribute(
"viewBox","0 0 1 1"),R.setAttribute("preserveAspectRatio","none"),R.setAttribute("overflow","visible"),R.innerHTML=f,CA.
appendChild(R),B.add(a),!0}return(()=>{var a=RB(),f=a.firstChild,p=f.nextSibling,R=p.firstChild,K=R.nextSibling,b=p.nextSibling,
P=N;typeof P=="function"?kA(P,a):N=a;var v=E;typeof v=="function"?kA(v,f):E=f;var gA=W;typeof gA=="function"?kA(gA,p):W=
p;var rA=CA;typeof rA=="function"?kA(rA,R):CA=R;var uA=_;typeof uA=="function"?kA(uA,K):_=K;var oA=S;return typeof oA=="\
function"?kA(oA,b):S=b,fA(tA=>{var jA=L(),sA=`0 0 ${l().cols} ${l().rows}`,hA=!!r(),iA=!!r();return tA.e=JI(a,jA,tA.e),sA!==
tA.t&&_g(p,"viewBox",tA.t=sA),hA!==tA.a&&p.classList.toggle("ap-blink",tA.a=hA),iA!==tA.o&&b.classList.toggle("ap-blink",
tA.o=iA),tA},{e:void 0,t:void 0,a:void 0,o:void 0}),a})()};function Hg(A,g=!1){return{fg:A.foreground,bg:A.background,palette:g?
bB(A.palette,A.background,A.foreground):JB(A.palette)}}function UB(A){let g=getComputedStyle(A),e=$A(g.getPropertyValue(
"--term-color-foreground"),Qg.foreground),I=$A(g.getPropertyValue("--term-color-background"),Qg.background),t=[];for(let B=0;B<
16;B++){let n=B>=8?t[B-8]:Qg.palette[B];t[B]=$A(g.getPropertyValue(`--term-color-${B}`),n)}return{foreground:e,background:I,
palette:t}}function bB(A,g,e){let I=NA(g),t=NA(e),B=NA(A[1]),n=NA(A[2]),i=NA(A[3]),C=NA(A[4]),Q=NA(A[5]),l=NA(A[6]),s=[...A];
for(let G=0;G<6;G+=1){let F=G/5,V=MA(F,I,B),r=MA(F,n,i),h=MA(F,C,Q),y=MA(F,l,t);for(let L=0;L<6;L+=1){let u=L/5,d=MA(u,V,
r),N=MA(u,h,y);for(let E=0;E<6;E+=1){let q=E/5,S=MA(q,d,N);s.push(Rg(S))}}}for(let G=0;G<24;G+=1){let F=(G+1)/25;s.push(
Rg(MA(F,I,t)))}return s}function JB(A){let g=[...A],e=[0,95,135,175,215,255];for(let I=0;I<6;I+=1)for(let t=0;t<6;t+=1)for(let B=0;B<
6;B+=1)g.push(We(e[I],e[t],e[B]));for(let I=0;I<24;I+=1){let t=8+I*10;g.push(We(t,t,t))}return g}function YB(A,g,e,I){let t=AA/
8,B=$/8,n=AA/2,i=$/2,C=AA/2,Q=$/3;switch(g){case 9475:A.fillRect(e+3,I,2,$);break;case 9593:A.fillRect(e+3,I,2,i);break;case 9595:
A.fillRect(e+3,I+i,2,i);break;case 9600:A.fillRect(e,I,AA,i);break;case 9601:A.fillRect(e,I+B*7,AA,B);break;case 9602:A.
fillRect(e,I+B*6,AA,B*2);break;case 9603:A.fillRect(e,I+B*5,AA,B*3);break;case 9604:A.fillRect(e,I+i,AA,i);break;case 9605:
A.fillRect(e,I+B*3,AA,B*5);break;case 9606:A.fillRect(e,I+B*2,AA,B*6);break;case 9607:A.fillRect(e,I+B,AA,B*7);break;case 9608:
A.fillRect(e,I,AA,$);break;case 9632:A.fillRect(e,I+B*2,AA,B*4);break;case 9609:A.fillRect(e,I,t*7,$);break;case 9610:A.
fillRect(e,I,t*6,$);break;case 9611:A.fillRect(e,I,t*5,$);break;case 9612:A.fillRect(e,I,n,$);break;case 9613:A.fillRect(
e,I,t*3,$);break;case 9614:A.fillRect(e,I,t*2,$);break;case 9615:A.fillRect(e,I,t,$);break;case 9616:A.fillRect(e+n,I,n,
$);break;case 9617:A.save(),A.globalAlpha=.25,A.fillRect(e,I,AA,$),A.restore();break;case 9618:A.save(),A.globalAlpha=.5,
A.fillRect(e,I,AA,$),A.restore();break;case 9619:A.save(),A.globalAlpha=.75,A.fillRect(e,I,AA,$),A.restore();break;case 9620:
A.fillRect(e,I,AA,B);break;case 9621:A.fillRect(e+t*7,I,t,$);break;case 9622:A.fillRect(e,I+i,n,i);break;case 9623:A.fillRect(
e+n,I+i,n,i);break;case 9624:A.fillRect(e,I,n,i);break;case 9625:A.fillRect(e,I,n,$),A.fillRect(e+n,I+i,n,i);break;case 9626:
A.fillRect(e,I,n,i),A.fillRect(e+n,I+i,n,i);break;case 9627:A.fillRect(e,I,AA,i),A.fillRect(e,I+i,n,i);break;case 9628:A.
fillRect(e,I,AA,i),A.fillRect(e+n,I+i,n,i);break;case 9629:A.fillRect(e+n,I,n,i);break;case 9630:A.fillRect(e+n,I,n,i),A.
fillRect(e,I+i,n,i);break;case 9631:A.fillRect(e+n,I,n,$),A.fillRect(e,I+i,n,i);break;case 129792:A.fillRect(e,I,C,Q);break;case 129793:
A.fillRect(e+C,I,C,Q);break;case 129794:A.fillRect(e,I,C*2,Q);break;case 129795:A.fillRect(e,I+Q,C,Q);break;case 129796:
A.fillRect(e,I,C,Q),A.fillRect(e,I+Q,C,Q);break;case 129797:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C,Q);break;case 129798:
A.fillRect(e,I,C*2,Q),A.fillRect(e,I+Q,C,Q);break;case 129799:A.fillRect(e+C,I+Q,C,Q);break;case 129800:A.fillRect(e,I,C,
Q),A.fillRect(e+C,I+Q,C,Q);break;case 129801:A.fillRect(e+C,I,C,Q),A.fillRect(e+C,I+Q,C,Q);break;case 129802:A.fillRect(
e,I,C*2,Q),A.fillRect(e+C,I+Q,C,Q);break;case 129803:A.fillRect(e,I+Q,C*2,Q);break;case 129804:A.fillRect(e,I,C,Q),A.fillRect(
e,I+Q,C*2,Q);break;case 129805:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C*2,Q);break;case 129806:A.fillRect(e,I,C*2,Q),A.fillRect(
e,I+Q,C*2,Q);break;case 129807:A.fillRect(e,I+Q*2,C,Q);break;case 129808:A.fillRect(e,I,C,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129809:
A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129810:A.fillRect(e,I,C*2,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129811:
A.fillRect(e,I+Q,C,Q*2);break;case 129812:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C,Q*2);break;case 129813:A.fillRect(e,I,
C*2,Q),A.fillRect(e,I+Q,C,Q*2);break;case 129814:A.fillRect(e+C,I+Q,C,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129815:A.fillRect(
e,I,C,Q),A.fillRect(e+C,I+Q,C,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129816:A.fillRect(e+C,I,C,Q*2),A.fillRect(e,I+Q*2,C,
Q);break;case 129817:A.fillRect(e,I,C*2,Q),A.fillRect(e+C,I+Q,C,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129818:A.fillRect(
e,I+Q,C*2,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129819:A.fillRect(e,I,C,Q*3),A.fillRect(e+C,I+Q,C,Q);break;case 129820:A.
fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C*2,Q),A.fillRect(e,I+Q*2,C,Q);break;case 129821:A.fillRect(e,I,C*2,Q*2),A.fillRect(
e,I+Q*2,C,Q);break;case 129822:A.fillRect(e+C,I+Q*2,C,Q);break;case 129823:A.fillRect(e,I,C,Q),A.fillRect(e+C,I+Q*2,C,Q);
break;case 129824:A.fillRect(e+C,I,C,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129825:A.fillRect(e,I,C*2,Q),A.fillRect(e+C,
I+Q*2,C,Q);break;case 129826:A.fillRect(e,I+Q,C,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129827:A.fillRect(e,I,C,Q*2),A.fillRect(
e+C,I+Q*2,C,Q);break;case 129828:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129829:
A.fillRect(e,I,C*2,Q),A.fillRect(e,I+Q,C,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129830:A.fillRect(e+C,I+Q,C,Q*2);break;case 129831:
A.fillRect(e,I,C,Q),A.fillRect(e+C,I+Q,C,Q*2);break;case 129832:A.fillRect(e,I,C*2,Q),A.fillRect(e+C,I+Q,C,Q*2);break;case 129833:
A.fillRect(e,I+Q,C*2,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129834:A.fillRect(e,I,C,Q*2),A.fillRect(e+C,I+Q,C,Q*2);break;case 129835:
A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C*2,Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129836:A.fillRect(e,I,C*2,Q*2),A.fillRect(
e+C,I+Q*2,C,Q);break;case 129837:A.fillRect(e,I+Q*2,C*2,Q);break;case 129838:A.fillRect(e,I,C,Q),A.fillRect(e,I+Q*2,C*2,
Q);break;case 129839:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q*2,C*2,Q);break;case 129840:A.fillRect(e,I,C*2,Q),A.fillRect(
e,I+Q*2,C*2,Q);break;case 129841:A.fillRect(e,I+Q,C,Q),A.fillRect(e,I+Q*2,C*2,Q);break;case 129842:A.fillRect(e,I,C,Q*2),
A.fillRect(e,I+Q*2,C*2,Q);break;case 129843:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C,Q),A.fillRect(e,I+Q*2,C*2,Q);break;case 129844:
A.fillRect(e,I,C*2,Q),A.fillRect(e,I+Q,C,Q),A.fillRect(e,I+Q*2,C*2,Q);break;case 129845:A.fillRect(e+C,I+Q,C,Q),A.fillRect(
e,I+Q*2,C*2,Q);break;case 129846:A.fillRect(e,I,C,Q),A.fillRect(e+C,I+Q,C,Q),A.fillRect(e,I+Q*2,C*2,Q);break;case 129847:
A.fillRect(e+C,I,C,Q*2),A.fillRect(e,I+Q*2,C*2,Q);break;case 129848:A.fillRect(e,I,C*2,Q),A.fillRect(e+C,I+Q,C,Q),A.fillRect(
e,I+Q*2,C*2,Q);break;case 129849:A.fillRect(e,I+Q,C*2,Q*2);break;case 129850:A.fillRect(e,I,C,Q*3),A.fillRect(e+C,I+Q,C,
Q),A.fillRect(e+C,I+Q*2,C,Q);break;case 129851:A.fillRect(e+C,I,C,Q),A.fillRect(e,I+Q,C*2,Q*2);break}}var wI=.05,KB=9.0375/
20;function HB(A){let g=`stroke="currentColor" stroke-width="${wI}" stroke-linejoin="miter" stroke-linecap="square"`,e=`\
stroke="currentColor" stroke-width="${wI}" stroke-linejoin="miter" stroke-linecap="butt"`,I=n=>`<path d="${n}" fill="non\
e" ${g}/>`,t=1/3,B=2/3;switch(A){case 9698:return'<path d="M1,1 L1,0 L0,1 Z" fill="currentColor"/>'+I("M1,1 L1,0 L0,1 Z");case 9699:
return'<path d="M0,1 L0,0 L1,1 Z" fill="currentColor"/>'+I("M0,1 L0,0 L1,1 Z");case 9700:return'<path d="M0,0 L1,0 L0,1 \
Z" fill="currentColor"/>'+I("M0,0 L1,0 L0,1 Z");case 9701:return'<path d="M1,0 L1,1 L0,0 Z" fill="currentColor"/>'+I("M1\
,0 L1,1 L0,0 Z");case 9871:{let s=d=>.5+d*KB,r=s(-.27),h=s(-.1),y=s(.1),L=s(.1+.17),u=(d,N,E,q)=>`M${d},${E} L${N},${E} \
L${N},${q} L${d},${q} Z`;return`<path d="${u(0,.425,r,h)} ${u(.575,1.02,r,h)} ${u(0,.425,y,L)} ${u(.575,1.02,y,L)}" fill\
="currentColor"/>`}case 129852:return`<path d="M0,${B} L0,1 L0.5,1 Z" fill="currentColor"/>`+I(`M0,${B} L0,1 L0.5,1 Z`);case 129853:
return`<path d="M0,${B} L0,1 L1,1 Z" fill="currentColor"/>`+I(`M0,${B} L0,1 L1,1 Z`);case 129854:return`<path d="M0,${t}\
 L0.5,1 L0,1 Z" fill="currentColor"/>`+I(`M0,${t} L0.5,1 L0,1 Z`);case 129855:return`<path d="M0,${t} L1,1 L0,1 Z" fill=\
"currentColor"/>`+I(`M0,${t} L1,1 L0,1 Z`);case 129856:return'<path d="M0,0 L0.5,1 L0,1 Z" fill="currentColor"/>'+I("M0,\
0 L0.5,1 L0,1 Z");case 129857:return`<path d="M0,${t} L0,1 L1,1 L1,0 L0.5,0 Z" fill="currentColor"/>`+I(`M0,${t} L0,1 L1\
,1 L1,0 L0.5,0 Z`);case 129858:return`<path d="M0,${t} L0,1 L1,1 L1,0 Z" fill="currentColor"/>`+I(`M0,${t} L0,1 L1,1 L1,\
0 Z`);case 129859:return`<path d="M0,${B} L0,1 L1,1 L1,0 L0.5,0 Z" fill="currentColor"/>`+I(`M0,${B} L0,1 L1,1 L1,0 L0.5\
,0 Z`);case 129860:return`<path d="M0,${B} L0,1 L1,1 L1,0 Z" fill="currentColor"/>`+I(`M0,${B} L0,1 L1,1 L1,0 Z`);case 129861:
return'<path d="M0.5,0 L1,0 L1,1 L0,1 Z" fill="currentColor"/>'+I("M0.5,0 L1,0 L1,1 L0,1 Z");case 129862:return`<path d=\
"M0,${B} L0,1 L1,1 L1,${t} Z" fill="currentColor"/>`+I(`M0,${B} L0,1 L1,1 L1,${t} Z`);case 129863:return`<path d="M0.5,1\
 L1,1 L1,${B} Z" fill="currentColor"/>`+I(`M0.5,1 L1,1 L1,${B} Z`);case 129864:return`<path d="M0,1 L1,1 L1,${B} Z" fill\
="currentColor"/>`+I(`M0,1 L1,1 L1,${B} Z`);case 129865:return`<path d="M0.5,1 L1,1 L1,${t} Z" fill="currentColor"/>`+I(
`M0.5,1 L1,1 L1,${t} Z`);case 129866:return`<path d="M0,1 L1,1 L1,${t} Z" fill="currentColor"/>`+I(`M0,1 L1,1 L1,${t} Z`);case 129867:
return'<path d="M0.5,1 L1,0 L1,1 Z" fill="currentColor"/>'+I("M0.5,1 L1,0 L1,1 Z");case 129868:return`<path d="M0,0 L0.5\
,0 L1,${t} L1,1 L0,1 Z" fill="currentColor"/>`+I(`M0,0 L0.5,0 L1,${t} L1,1 L0,1 Z`);case 129869:return`<path d="M0,0 L0,\
1 L1,1 L1,${t} Z" fill="currentColor"/>`+I(`M0,0 L0,1 L1,1 L1,${t} Z`);case 129870:return`<path d="M0,0 L0.5,0 L1,${B} L\
1,1 L0,1 Z" fill="currentColor"/>`+I(`M0,0 L0.5,0 L1,${B} L1,1 L0,1 Z`);case 129871:return`<path d="M0,0 L1,${B} L1,1 L0\
,1 Z" fill="currentColor"/>`+I(`M0,0 L1,${B} L1,1 L0,1 Z`);case 129872:return'<path d="M0,0 L0.5,0 L1,1 L0,1 Z" fill="cu\
rrentColor"/>'+I("M0,0 L0.5,0 L1,1 L0,1 Z");case 129873:return`<path d="M0,${t} L1,${B} L1,1 L0,1 Z" fill="currentColor"\
/>`+I(`M0,${t} L1,${B} L1,1 L0,1 Z`);case 129874:return`<path d="M0,${B} L0,0 L1,0 L1,1 L0.5,1 Z" fill="currentColor"/>`+
I(`M0,${B} L0,0 L1,0 L1,1 L0.5,1 Z`);case 129875:return`<path d="M0,${B} L0,0 L1,0 L1,1 Z" fill="currentColor"/>`+I(`M0,${B}\
 L0,0 L1,0 L1,1 Z`);case 129876:return`<path d="M0,${t} L0,0 L1,0 L1,1 L0.5,1 Z" fill="currentColor"/>`+I(`M0,${t} L0,0 \
L1,0 L1,1 L0.5,1 Z`);case 129877:return`<path d="M0,${t} L0,0 L1,0 L1,1 Z" fill="currentColor"/>`+I(`M0,${t} L0,0 L1,0 L\
1,1 Z`);case 129878:return'<path d="M0,0 L1,0 L1,1 L0.5,1 Z" fill="currentColor"/>'+I("M0,0 L1,0 L1,1 L0.5,1 Z");case 129879:
return`<path d="M0,${t} L0.5,0 L0,0 Z" fill="currentColor"/>`+I(`M0,${t} L0.5,0 L0,0 Z`);case 129880:return`<path d="M0,\
0 L1,0 L0,${t} Z" fill="currentColor"/>`+I(`M0,0 L1,0 L0,${t} Z`);case 129881:return`<path d="M0,0 L0.5,0 L0,${B} Z" fil\
l="currentColor"/>`+I(`M0,0 L0.5,0 L0,${B} Z`);case 129882:return`<path d="M0,0 L1,0 L0,${B} Z" fill="currentColor"/>`+I(
`M0,0 L1,0 L0,${B} Z`);case 129883:return'<path d="M0,0 L0.5,0 L0,1 Z" fill="currentColor"/>'+I("M0,0 L0.5,0 L0,1 Z");case 129884:
return`<path d="M0,0 L1,0 L1,${t} L0,${B} Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${t} L0,${B} Z`);case 129885:return`\
<path d="M0,0 L1,0 L1,${B} L0.5,1 L0,1 Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${B} L0.5,1 L0,1 Z`);case 129886:return`\
<path d="M0,0 L1,0 L1,${B} L0,1 Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${B} L0,1 Z`);case 129887:return`<path d="M0,0\
 L1,0 L1,${t} L0.5,1 L0,1 Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${t} L0.5,1 L0,1 Z`);case 129888:return`<path d="M0,\
0 L1,0 L1,${t} L0,1 Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${t} L0,1 Z`);case 129889:return'<path d="M0,0 L1,0 L0.5,1\
 L0,1 Z" fill="currentColor"/>'+I("M0,0 L1,0 L0.5,1 L0,1 Z");case 129890:return`<path d="M0.5,0 L1,0 L1,${t} Z" fill="cu\
rrentColor"/>`+I(`M0.5,0 L1,0 L1,${t} Z`);case 129891:return`<path d="M0,0 L1,0 L1,${t} Z" fill="currentColor"/>`+I(`M0,\
0 L1,0 L1,${t} Z`);case 129892:return`<path d="M0.5,0 L1,0 L1,${B} Z" fill="currentColor"/>`+I(`M0.5,0 L1,0 L1,${B} Z`);case 129893:
return`<path d="M0,0 L1,0 L1,${B} Z" fill="currentColor"/>`+I(`M0,0 L1,0 L1,${B} Z`);case 129894:return'<path d="M0.5,0 \
L1,0 L1,1 Z" fill="currentColor"/>'+I("M0.5,0 L1,0 L1,1 Z");case 129895:return`<path d="M0,${t} L0,0 L1,0 L1,${B} Z" fil\
l="currentColor"/>`+I(`M0,${t} L0,0 L1,0 L1,${B} Z`);case 129896:return`<path fill-rule="evenodd" d="M0,0 L1,0 L1,1 L0,1\
 Z M0,0 L0,1 L0.5,0.5 Z" fill="currentColor"/><path d="M0,0 L1,0 M0,1 L1,1 M1,0 L1,1" fill="none" ${g}/><path d="M0,0 L0\
.5,0.5 M0,1 L0.5,0.5" fill="none" ${e}/>`;case 129897:return`<path fill-rule="evenodd" d="M0,0 L1,0 L1,1 L0,1 Z M0,0 L1,\
0 L0.5,0.5 Z" fill="currentColor"/><path d="M0,0 L0,1 M1,0 L1,1 M0,1 L1,1" fill="none" ${g}/><path d="M0,0 L0.5,0.5 M1,0\
 L0.5,0.5" fill="none" ${e}/>`;case 129898:return`<path fill-rule="evenodd" d="M0,0 L1,0 L1,1 L0,1 Z M1,0 L1,1 L0.5,0.5 \
Z" fill="currentColor"/><path d="M0,0 L1,0 M0,1 L1,1 M0,0 L0,1" fill="none" ${g}/><path d="M1,0 L0.5,0.5 M1,1 L0.5,0.5" \
fill="none" ${e}/>`;case 129899:return`<path fill-rule="evenodd" d="M0,0 L1,0 L1,1 L0,1 Z M0,1 L1,1 L0.5,0.5 Z" fill="cu\
rrentColor"/><path d="M0,0 L1,0 M0,0 L0,1 M1,0 L1,1" fill="none" ${g}/><path d="M0,1 L0.5,0.5 M1,1 L0.5,0.5" fill="none"\
 ${e}/>`;case 129900:return'<path d="M0,0 L0,1 L0.5,0.5 Z" fill="currentColor"/>'+I("M0,0 L0,1 L0.5,0.5 Z");case 57520:return'\
<path d="M0,0 L1,0.5 L0,1 Z" fill="currentColor"/>';case 57521:return'<path d="M0,0 L1,0.5 L0,1" fill="none" stroke="cur\
rentColor" stroke-width="0.07" stroke-linejoin="miter"/>';case 57522:return'<path d="M1,0 L0,0.5 L1,1 Z" fill="currentCo\
lor"/>';case 57523:return'<path d="M1,0 L0,0.5 L1,1" fill="none" stroke="currentColor" stroke-width="0.07" stroke-linejo\
in="miter"/>';case 57524:return'<path d="M0,0 A1,0.5 0 0 1 0,1 Z" fill="currentColor"/>';case 57525:return'<path d="M0,0\
 A1,0.5 0 0 1 0,1" fill="none" stroke="currentColor" stroke-width="0.07"/>';case 57526:return'<path d="M1,0 A1,0.5 0 0 0\
 1,1 Z" fill="currentColor"/>';case 57527:return'<path d="M1,0 A1,0.5 0 0 0 1,1" fill="none" stroke="currentColor" strok\
e-width="0.07"/>';case 57528:return'<path d="M0,1 L0,0 L1,1 Z" fill="currentColor"/>';case 57529:case 57535:return'<path\
 d="M0,0 L1,1" fill="none" stroke="currentColor" stroke-width="0.07"/>';case 57530:return'<path d="M1,1 L1,0 L0,1 Z" fil\
l="currentColor"/>';case 57531:case 57533:return'<path d="M0,1 L1,0" fill="none" stroke="currentColor" stroke-width="0.0\
7"/>';case 57532:return'<path d="M0,0 L1,0 L0,1 Z" fill="currentColor"/>';case 57534:return'<path d="M1,0 L1,1 L0,0 Z" f\
ill="currentColor"/>';default:return null}}var TB=new Set([57520,57521,57522,57523,57524,57525,57526,57527,57528,57529,57530,
57531,57532,57533,57534,57535]),dI=.02,Qg={foreground:"#000000",background:"#000000",palette:["#000000","#000000","#0000\
00","#000000","#000000","#000000","#000000","#000000","#000000","#000000","#000000","#000000","#000000","#000000","#0000\
00","#000000"]},vB=x('<svg version=1.1 viewBox="0 0 12 12"class="ap-icon ap-icon-fullscreen-off"aria-hidden=true><path d\
="M7,5 L7,0 L9,2 L11,0 L12,1 L10,3 L12,5 Z"></path><path d="M5,7 L0,7 L2,9 L0,11 L1,12 L3,10 L5,12 Z">'),OB=()=>vB(),xB=x(
'<svg version=1.1 viewBox="6 8 14 16"class=ap-icon aria-hidden=true><path d="M0.938 8.313h22.125c0.5 0 0.938 0.438 0.938\
 0.938v13.5c0 0.5-0.438 0.938-0.938 0.938h-22.125c-0.5 0-0.938-0.438-0.938-0.938v-13.5c0-0.5 0.438-0.938 0.938-0.938zM1.\
594 22.063h20.813v-12.156h-20.813v12.156zM3.844 11.188h1.906v1.938h-1.906v-1.938zM7.469 11.188h1.906v1.938h-1.906v-1.938\
zM11.031 11.188h1.938v1.938h-1.938v-1.938zM14.656 11.188h1.875v1.938h-1.875v-1.938zM18.25 11.188h1.906v1.938h-1.906v-1.9\
38zM5.656 15.031h1.938v1.938h-1.938v-1.938zM9.281 16.969v-1.938h1.906v1.938h-1.906zM12.875 16.969v-1.938h1.906v1.938h-1.\
906zM18.406 16.969h-1.938v-1.938h1.938v1.938zM16.531 20.781h-9.063v-1.906h9.063v1.906z">'),WB=()=>xB(),ZB=x('<svg versio\
n=1.1 viewBox="0 0 12 12"class=ap-icon aria-hidden=true><path d="M1,0 L4,0 L4,12 L1,12 Z"></path><path d="M8,0 L11,0 L11\
,12 L8,12 Z">'),_B=()=>ZB(),PB=x('<svg version=1.1 viewBox="0 0 12 12"class=ap-icon aria-hidden=true><path d="M1,0 L11,6\
 L1,12 Z">'),jB=()=>PB(),XB=x('<svg version=1.1 viewBox="0 0 12 12"class="ap-icon ap-icon-fullscreen-on"aria-hidden=true\
><path d="M12,0 L7,0 L9,2 L7,4 L8,5 L10,3 L12,5 Z"></path><path d="M0,12 L0,7 L2,9 L4,7 L5,8 L3,10 L5,12 Z">'),$B=()=>XB(),
zB=x('<svg xmlns=http://www.w3.org/2000/svg viewBox="0 0 20 20"fill=currentColor aria-hidden=true><path d="M10.5 3.75a.7\
5.75 0 0 0-1.264-.546L5.203 7H2.667a.75.75 0 0 0-.7.48A6.985 6.985 0 0 0 1.5 10c0 .887.165 1.737.468 2.52.111.29.39.48.7\
.48h2.535l4.033 3.796a.75.75 0 0 0 1.264-.546V3.75ZM16.45 5.05a.75.75 0 0 0-1.06 1.061 5.5 5.5 0 0 1 0 7.778.75.75 0 0 0\
 1.06 1.06 7 7 0 0 0 0-9.899Z"></path><path d="M14.329 7.172a.75.75 0 0 0-1.061 1.06 2.5 2.5 0 0 1 0 3.536.75.75 0 0 0 1\
.06 1.06 4 4 0 0 0 0-5.656Z">'),AQ=()=>zB(),eQ=x('<svg xmlns=http://www.w3.org/2000/svg viewBox="0 0 20 20"fill=currentC\
olor class=size-5 aria-hidden=true><path d="M10.047 3.062a.75.75 0 0 1 .453.688v12.5a.75.75 0 0 1-1.264.546L5.203 13H2.6\
67a.75.75 0 0 1-.7-.48A6.985 6.985 0 0 1 1.5 10c0-.887.165-1.737.468-2.52a.75.75 0 0 1 .7-.48h2.535l4.033-3.796a.75.75 0\
 0 1 .811-.142ZM13.78 7.22a.75.75 0 1 0-1.06 1.06L14.44 10l-1.72 1.72a.75.75 0 0 0 1.06 1.06l1.72-1.72 1.72 1.72a.75.75 \
0 1 0 1.06-1.06L16.56 10l1.72-1.72a.75.75 0 0 0-1.06-1.06L15.5 8.94l-1.72-1.72Z">'),gQ=()=>eQ(),IQ=x('<span class="ap-gu\
tter ap-gutter-empty">'),tQ=x('<span class="ap-gutter ap-gutter-clip"><span class=ap-gutter-full>'),BQ=x('<button class=\
"ap-button ap-playback-button"type=button>'),QQ=x("<span class=ap-bar>"),CQ=x("<span class=ap-tooltip>Unmute (m)"),EQ=x(
"<span class=ap-tooltip>Mute (m)"),iQ=x('<button class="ap-button ap-speaker-button ap-tooltip-container"type=button ari\
a-label="Mute / unmute">'),nQ=x('<div class=ap-control-bar><span class=ap-timer><span class=ap-time-elapsed></span><span\
 class=ap-time-remaining></span></span><span class=ap-progressbar></span><button class="ap-button ap-kbd-button ap-toolt\
ip-container"type=button aria-label="Show keyboard shortcuts"><span class=ap-tooltip>Keyboard shortcuts (?)</span></butt\
on><button class="ap-button ap-fullscreen-button ap-tooltip-container"type=button aria-label="Toggle fullscreen mode"><s\
pan class=ap-tooltip>Fullscreen (f)'),oQ=x('<span class="ap-marker-container ap-tooltip-container"><span class=ap-marker\
></span><span class=ap-tooltip>');function $e(A){let g=Math.floor(A),e=Math.floor(g/86400);g%=86400;let I=Math.floor(g/3600);
g%=3600;let t=Math.floor(g/60);return g%=60,e>0?`${mA(e)}:${mA(I)}:${mA(t)}:${mA(g)}`:I>0?`${mA(I)}:${mA(t)}:${mA(g)}`:`${mA(
t)}:${mA(g)}`}function mA(A){return A<10?`0${A}`:A.toString()}function VQ(A){let g;return ae(()=>{let e=A.duration;if(!Number.
isFinite(e)||e<=0)return;let I=g.animate([{transform:"translateX(-100%)"},{transform:"translateX(0)"}],{duration:e*1e3,easing:"\
linear",fill:"both"});I.pause(),ue(()=>I.cancel()),ae(()=>{let t=A.timing;typeof t?.time=="number"&&(t.rate>0?(I.playbackRate=
t.rate,I.startTime=t.sampledAt-performance.timeOrigin-t.time*1e3/t.rate):(I.pause(),I.currentTime=Math.max(0,Math.min(t.
time,e))*1e3))})}),[IQ(),(()=>{var e=tQ(),I=e.firstChild,t=g;return typeof t=="function"?kA(t,I):g=I,e})()]}var rQ=A=>{let g=()=>typeof A.
currentTime=="number"?$e(A.currentTime):"--:--",e=()=>typeof A.remainingTime=="number"?"-"+$e(A.remainingTime):g(),I=EA(
()=>typeof A.duration=="number"?A.markers.filter(V=>V[0]<A.duration):[]),t=V=>`${V[0]/A.duration*100}%`,B=V=>V[1]===""?$e(
V[0]):`${$e(V[0])} - ${V[1]}`,n=V=>typeof A.currentTime=="number"?V[0]<=A.currentTime:!1,i=V=>{let r=V.currentTarget.offsetWidth,
h=V.currentTarget.getBoundingClientRect(),y=V.clientX-h.left;return`${Math.max(0,y/r)*100}%`},[C,Q]=Z(!1),l=AI(V=>A.onSeekClick(
V),50),s=V=>{V._marker||V.altKey||V.shiftKey||V.metaKey||V.ctrlKey||V.button!==0||(Q(!0),A.onSeekClick(i(V)))},G=V=>{V.altKey||
V.shiftKey||V.metaKey||V.ctrlKey||C()&&l(i(V))},F=()=>{Q(!1)};return document.addEventListener("mouseup",F),ue(()=>{document.
removeEventListener("mouseup",F)}),(()=>{var V=nQ(),r=V.firstChild,h=r.firstChild,y=h.nextSibling,L=r.nextSibling,u=L.nextSibling,
d=u.firstChild,N=u.nextSibling,E=N.firstChild,q=A.ref;return typeof q=="function"?kA(q,V):A.ref=V,z(V,J(FA,{get when(){return A.
isPausable},get children(){var S=BQ();return S.$$click=W=>{W.preventDefault(),A.onPlayClick(W)},z(S,J(Og,{get children(){
return[J(Ce,{get when(){return A.isPlaying},get children(){return J(_B,{})}}),J(Ce,{when:!0,get children(){return J(jB,{})}})]}})),
fA(()=>_g(S,"aria-label",A.isPlaying?"Pause":"Play")),S}}),r),z(h,g),z(y,e),z(L,J(FA,{get when(){return typeof A.duration==
"number"||A.isSeekable},get children(){var S=QQ();return S.$$mousemove=G,S.$$mousedown=s,z(S,J(VQ,{get duration(){return A.
duration},get timing(){return A.timing}}),null),z(S,J(UI,{get each(){return I()},children:(W,CA)=>(()=>{var _=oQ(),T=_.firstChild,
Y=T.nextSibling;return _.$$mousedown=U=>{U._marker=!0},_.$$click=U=>{U.preventDefault(),A.onSeekClick({marker:CA()})},z(
Y,()=>B(W)),fA(U=>{var X=t(W),O=!!n(W);return X!==U.e&&YI(_,"left",U.e=X),O!==U.t&&T.classList.toggle("ap-marker-past",U.
t=O),U},{e:void 0,t:void 0}),_})()}),null),S}})),z(V,J(FA,{get when(){return A.isMuted!==void 0},get children(){var S=iQ();
return S.$$click=W=>{W.preventDefault(),A.onMuteClick(W)},z(S,J(Og,{get children(){return[J(Ce,{get when(){return A.isMuted===
!0},get children(){return[J(gQ,{}),CQ()]}}),J(Ce,{get when(){return A.isMuted===!1},get children(){return[J(AQ,{}),EQ()]}})]}})),
S}}),u),u.$$click=S=>{S.preventDefault(),A.onHelpClick(S)},z(u,J(WB,{}),d),N.$$click=S=>{S.preventDefault(),A.onFullscreenClick(
S)},z(N,J($B,{}),E),z(N,J(OB,{}),E),fA(()=>V.classList.toggle("ap-seekable",!!A.isSeekable)),V})()};lg(["click","mousedo\
wn","mousemove"]);var sQ=x('<div class="ap-overlay ap-overlay-error"><span>\u{1F4A5}'),aQ=()=>sQ(),lQ=x('<div class="ap-\
overlay ap-overlay-loading"><span class=ap-loader>'),cQ=()=>lQ(),uQ=x('<div class="ap-overlay ap-overlay-info"><span>'),
DQ=A=>(()=>{var g=uQ(),e=g.firstChild;return z(e,()=>A.message),fA(()=>g.classList.toggle("ap-was-playing",!!A.wasPlaying)),
g})(),fQ=x('<div class="ap-overlay ap-overlay-start"><div class=ap-play-button><div><span><svg version=1.1 viewBox="0 0 \
1000.0 1000.0"class=ap-icon><defs><mask id=small-triangle-mask><rect width=100% height=100% fill=white></rect><polygon p\
oints="700.0 500.0, 400.00000000000006 326.7949192431122, 399.9999999999999 673.2050807568877"fill=black></polygon></mas\
k></defs><polygon points="1000.0 500.0, 250.0000000000001 66.98729810778059, 249.99999999999977 933.0127018922192"mask=u\
rl(#small-triangle-mask) fill=white class=ap-play-btn-fill></polygon><polyline points="673.2050807568878 400.0, 326.7949\
192431123 600.0"stroke=white stroke-width=90 class=ap-play-btn-stroke>'),wQ=A=>(()=>{var g=fQ();return g.$$click=e=>{e.preventDefault(),
A.onClick(e)},g})();lg(["click"]);var dQ=x("<li><kbd>space</kbd> - pause / resume"),hQ=x("<li><kbd>\u2190</kbd> / <kbd>\u2192</kbd\
> - rewind / fast-forward by 5 seconds"),yQ=x("<li><kbd>Shift</kbd> + <kbd>\u2190</kbd> / <kbd>\u2192</kbd> - rewind / fast-forwar\
d by 10%"),kQ=x("<li><kbd>[</kbd> / <kbd>]</kbd> - jump to the previous / next marker"),FQ=x("<li><kbd>0</kbd>, <kbd>1</\
kbd>, <kbd>2</kbd> ... <kbd>9</kbd> - jump to 0%, 10%, 20% ... 90%"),LQ=x("<li><kbd>,</kbd> / <kbd>.</kbd> - step back /\
 forward, a frame at a time (when paused)"),GQ=x("<li><kbd>m</kbd> - mute / unmute audio"),RQ=x('<div class="ap-overlay \
ap-overlay-help"><div><div><p>Keyboard shortcuts</p><ul><li><kbd>f</kbd> - toggle fullscreen mode</li><li><kbd>k</kbd> -\
 toggle keystroke overlay</li><li><kbd>?</kbd> - show this help popup'),MQ=A=>(()=>{var g=RQ(),e=g.firstChild,I=e.firstChild,
t=I.firstChild,B=t.nextSibling,n=B.firstChild,i=n.nextSibling,C=i.nextSibling;return g.$$click=Q=>{Q.preventDefault(),A.
onClose(Q)},e.$$click=Q=>{Q.stopPropagation()},z(B,J(FA,{get when(){return A.isPausable},get children(){return dQ()}}),n),
z(B,J(FA,{get when(){return A.isSeekable},get children(){return[hQ(),yQ(),kQ(),FQ(),LQ()]}}),n),z(B,J(FA,{get when(){return A.
hasAudio},get children(){return GQ()}}),C),g})();lg(["click"]);var NQ=x("<div><kbd>"),mQ=x('<div class="ap-overlay ap-ov\
erlay-keystrokes">'),hI=2e3,qQ=700;function pQ(A){let[g,e]=Z(!1);return ae(()=>{let{id:I}=A.keystroke;A.keystroke.rev(),
e(!1);let t=setTimeout(function(){e(!0)},hI),B=setTimeout(function(){A.onExpired(I)},hI+qQ);ue(()=>{clearTimeout(t),clearTimeout(
B)})}),(()=>{var I=NQ(),t=I.firstChild;return z(t,()=>A.keystroke.label()),fA(()=>bI(I,g()?"ap-keystroke-pill fading":"a\
p-keystroke-pill")),I})()}var SQ=A=>(()=>{var g=mQ();return z(g,J(UI,{get each(){return A.keystrokes},children:e=>J(pQ,{
keystroke:e,get onExpired(){return A.onExpired}})})),fA(e=>YI(g,"--ap-keystrokes-bottom",`${(A.bottomOffset??0)+12}px`)),
g})(),UQ=Object.fromEntries(Array.from({length:26},(A,g)=>{let e=String.fromCharCode(g+1),I=String.fromCharCode(97+g);return[
e,`C-${I}`]})),le={...UQ,"\b":"Back","\r":"Ret","	":"Tab","\x1B":"Esc","\x7F":"Back"},ce={" ":"Spc"},yI={57358:"Caps",57359:"\
Scroll",57360:"Num",57361:"Print",57362:"Pause",57363:"Menu",57414:"Enter",57421:"PgUp",57422:"PgDn"},ze={up:"\u2191",down:"\
\u2193",left:"\u2190",right:"\u2192"},Ag={A:ze.up,B:ze.down,C:ze.right,D:ze.left,F:"End",H:"Home",P:"F1",Q:"F2",R:"F3",S:"\
F4"},eg={2:"Ins",3:"Del",5:"PgUp",6:"PgDn",15:"F5",17:"F6",18:"F7",19:"F8",20:"F9",21:"F10",23:"F11",24:"F12"};function gg(A,g){
let e=Number.parseInt(g.split(":")[0],10);if(!Number.isFinite(e)||e<=1)return A;let I=e-1,t=[];return I&4&&t.push("C"),I&
2&&t.push("A"),I&1&&t.push("S"),t.length===0?A:`${t.join("-")}-${A}`}function Tg(A){if(A in yI)return yI[A];let g=String.
fromCodePoint(A);return g in le?le[g]:g in ce?ce[g]:g}function kI(A){let g=A.match(/^(\d+);;(\d+)u$/);if(g!==null)return`\
A-${Tg(Number.parseInt(g[2],10))}`;let e=A.match(/^(\d+)(?:;([\d:]+))?u$/);if(e!==null){let C=Tg(Number.parseInt(e[1],10));
return e[2]===void 0?C:gg(C,e[2])}let I=A.match(/^O?([A-Z])$/);if(I!==null&&I[1]in Ag)return Ag[I[1]];let t=A.match(/^(\d+)~$/);
if(t!==null&&t[1]in eg)return eg[t[1]];let B=A.match(/^27;([\d:]+);(\d+)~$/);if(B!==null){let C=Tg(Number.parseInt(B[2],
10));return gg(C,B[1])}let n=A.match(/^(?:1;)?([\d:]+)([A-Z])$/);if(n!==null&&n[2]in Ag)return gg(Ag[n[2]],n[1]);let i=A.
match(/^(\d+);([\d:]+)~$/);return i!==null&&i[1]in eg?gg(eg[i[1]],i[2]):""}function bQ(A){let g=A.slice(1);return g.length===
1?g in le?"A-"+le[g]:g in ce?"A-"+ce[g]:"A-"+g:g.startsWith("[")?kI(g.slice(1)):g.startsWith("O")?kI(g):""}function JQ(A){
if(A in le)return{kind:"special",label:le[A]};if(A.length===1)return A in ce?{kind:"special",label:ce[A]}:{kind:"text",label:A};
if(A.startsWith("\x1B")){let g=bQ(A);if(g!=="")return{kind:"special",label:g}}return null}var YQ=x("<div class=ap-wrappe\
r tabindex=-1><div>"),KQ=32,HQ=A=>{let g=A.logger,e=A.core,I=A.autoPlay,t=A.charW,B=A.charH,n=A.bordersW,i=A.bordersH,C=A.
theme??"auto/asciinema",Q=C.slice(0,5)==="auto/",l=Q?C.slice(5):C,[s,G]=Z({cols:A.cols,rows:A.rows},{equals:(c,M)=>c.cols===
M.cols&&c.rows===M.rows}),[F,V]=Z({width:0,height:0},{equals:(c,M)=>c.width===M.width&&c.height===M.height}),[r,h]=Z(!0),
[y,L]=Z(!0),[u,d]=Z(!1),[N,E]=Z(null),[q,S]=Z(null),[W,CA]=Z(!1),[_,T]=Z(void 0),[Y,U]=Z(!1),[X,O]=Z(I?null:"start"),[wA,
LA]=Z(null),[bA,aA]=Z(!1),[dA,lA]=Z(null),[JA,YA]=Z([]),[KA,HA]=Z(!1),[TA,vA]=Z(!1),[cA,we]=Z(null),OA=EA(()=>s().cols||
80),zA=EA(()=>s().rows||24),xA=()=>A.controls===!1?0:KQ,WA=()=>typeof dA()=="number"&&typeof N()=="number"?dA()-N():null,
[Ae,ZA]=Z(A.keystrokeOverlay!==!1),[ee,_A]=Z([]),de=()=>A.controls===!0||A.controls==="auto"&&KA(),he=1,PA,ge,a,f,p,R,K=({
isPausable:c,isSeekable:M})=>{yA(()=>{h(c),L(M)})},b=c=>{yA(()=>{c.duration!==void 0&&lA(c.duration),c.markers!==void 0&&
YA(c.markers),c.hasAudio!==void 0&&T(c.hasAudio?!1:void 0)})},P=({size:c,theme:M})=>{yA(()=>{G(c),M!==void 0&&we(M)})},v=c=>{
G(c)},gA=()=>{O(null)},rA=()=>{yA(()=>{CA(!0),U(!0),O(null),aA(!0)})},uA=()=>{yA(()=>{CA(!1),aA(!1)})},oA=()=>{yA(()=>{CA(
!1),aA(!1),O("loader"),XA()})},tA=({message:c})=>{yA(()=>{CA(!1),aA(!1),XA(),c!==void 0&&(LA(c),O("info"))})},jA=c=>{T(c)},
sA={terminal:{renders:0}},hA=({message:c})=>{yA(()=>{CA(!1),aA(!1),c!==void 0&&(LA(c),O("info"))}),g.debug("stats",sA.terminal)},
iA=()=>{aA(!1),XA(),O("error")},ye=({data:c})=>{if(!Ae())return;let M=JQ(c);if(M===null)return;let H=ee(),BA=H[H.length-
1];if(BA?.kind==="text"&&M.kind==="text"){BA.append(M.label);return}if(BA?.kind==="special"&&M.kind==="special"&&BA.key===
M.label){BA.increment();return}_A([...H,Ke(M)].slice(-4))},be=()=>{XA()},Je=c=>{clearInterval(ge),yA(()=>{S(c),GA()}),c.
rate>0&&(ge=setInterval(GA,100))},Ye=()=>{document.visibilityState==="visible"&&e.requestTiming()},XA=()=>{_A([])},cg=c=>{
_A(M=>M.filter(H=>H.id!==c))},Ke=({kind:c,label:M})=>{let[H,BA]=Z(M),[eA,RA]=Z(1),[ve,Oe]=Z(0);return{id:he++,kind:c,key:M,
label:()=>eA()===1?H():`${H()} \xD7 ${eA()}`,rev:ve,append:Ge=>{BA(hg=>(hg+Ge).slice(-10)),Oe(hg=>hg+1)},increment:()=>{
RA(Ge=>Ge+1),Oe(Ge=>Ge+1)}}};e.addEventListener("ready",K),e.addEventListener("metadata",b),e.addEventListener("play",gA),
e.addEventListener("playing",rA),e.addEventListener("pause",uA),e.addEventListener("loading",oA),e.addEventListener("off\
line",tA),e.addEventListener("muted",jA),e.addEventListener("ended",hA),e.addEventListener("error",iA),e.addEventListener(
"input",ye),e.addEventListener("seeked",be),e.addEventListener("reset",P),e.addEventListener("resize",v),e.addEventListener(
"timing",Je),document.addEventListener("visibilitychange",Ye);let ke=()=>{R=new ResizeObserver(zg(c=>{V({width:a.offsetWidth,
height:a.offsetHeight}),a.dispatchEvent(new CustomEvent("resize",{detail:{el:f}}))},10)),R.observe(a)};GI(async()=>{g.info(
"view: mounted"),g.debug("view: font measurements",{charW:t,charH:B}),ke(),V({width:a.offsetWidth,height:a.offsetHeight})}),
ue(()=>{e.removeEventListener("ready",K),e.removeEventListener("metadata",b),e.removeEventListener("play",gA),e.removeEventListener(
"playing",rA),e.removeEventListener("pause",uA),e.removeEventListener("loading",oA),e.removeEventListener("offline",tA),
e.removeEventListener("muted",jA),e.removeEventListener("ended",hA),e.removeEventListener("error",iA),e.removeEventListener(
"input",ye),e.removeEventListener("seeked",be),e.removeEventListener("reset",P),e.removeEventListener("resize",v),e.removeEventListener(
"timing",Je),document.removeEventListener("visibilitychange",Ye),e.stop(),clearInterval(ge),R.disconnect()});let ie=EA(()=>{
let c=t*OA()+n,M=B*zA()+i,H=A.fit??"width",BA=F();if(H==="both"||u()){let eA=BA.width/(BA.height-xA()),RA=c/M;eA>RA?H="h\
eight":H="width"}if(H===!1||H==="none")return{};if(H==="width"){let eA=BA.width/c;return{scale:eA,width:BA.width,height:M*
eA+xA()}}else if(H==="height"){let eA=(BA.height-xA())/M;return{scale:eA,width:c*eA,height:BA.height}}else throw new Error(
`unsupported fit mode: ${H}`)}),Ie=()=>{d(document.fullscreenElement??document.webkitFullscreenElement)},ne=()=>{u()?(document.
exitFullscreen??document.webkitExitFullscreen??(()=>{})).apply(document):(a.requestFullscreen??a.webkitRequestFullscreen??
(()=>{})).apply(a)},Fe=()=>{TA()?vA(!1):(e.pause(),vA(!0))},ug=()=>{Ae()?(XA(),ZA(!1)):ZA(!0)},Dg=c=>{if(!(c.altKey||c.metaKey||
c.ctrlKey)&&!((c.key==" "||c.key=="Enter")&&c.target instanceof HTMLButtonElement)){if(c.key==" ")Te();else if(c.key==",")
e.step(-1);else if(c.key==".")e.step();else if(c.key=="f")ne();else if(c.key=="m")o();else if(c.key=="[")e.seek({marker:"\
prev"});else if(c.key=="]")e.seek({marker:"next"});else if(c.key.charCodeAt(0)>=48&&c.key.charCodeAt(0)<=57){let M=(c.key.
charCodeAt(0)-48)/10;e.seek(`${M*100}%`)}else if(c.key=="?")Fe();else if(c.key=="k")ug();else if(c.key=="ArrowLeft")c.shiftKey?
e.seek("<<<"):e.seek("<<");else if(c.key=="ArrowRight")c.shiftKey?e.seek(">>>"):e.seek(">>");else if(c.key=="Escape")vA(
!1);else return;c.stopPropagation(),c.preventDefault()}},fg=()=>{u()&&te(!0)},Le=()=>{u()||te(!1)},GA=()=>{let c=Me(q());
E(c===null?null:Math.max(0,Math.min(c,dA()??1/0)))},te=c=>{clearTimeout(PA),c&&(PA=setTimeout(()=>te(!1),2e3)),HA(c)},He=EA(
()=>Q?cA():null),wg=()=>{let c={};(A.fit===!1||A.fit==="none")&&A.terminalFontSize!==void 0&&(A.terminalFontSize==="smal\
l"?c["font-size"]="12px":A.terminalFontSize==="medium"?c["font-size"]="18px":A.terminalFontSize==="big"?c["font-size"]="\
24px":c["font-size"]=A.terminalFontSize);let M=ie();M.width!==void 0&&(c.width=`${M.width}px`,c.height=`${M.height}px`),
A.terminalFontFamily!==void 0&&(c["--term-font-family"]=A.terminalFontFamily);let H=He();return H&&(c["--term-color-fore\
ground"]=H.foreground,c["--term-color-background"]=H.background),c},dg=()=>{e.play()},Te=()=>{W()?e.pause():e.play()},o=()=>{
_()===!0?e.unmute():e.mute()},w=c=>{e.seek(c)},D=()=>`ap-player ap-default-term-ff asciinema-player-theme-${l}`,k=()=>ie()?.
scale;return(()=>{var c=YQ(),M=c.firstChild,H=a;typeof H=="function"?kA(H,c):a=c,c.addEventListener("webkitfullscreencha\
nge",Ie),c.addEventListener("fullscreenchange",Ie),c.$$mousemove=fg,c.$$keydown=Dg;var BA=f;return typeof BA=="function"?
kA(BA,M):f=M,M.$$mousemove=()=>te(!0),M.addEventListener("mouseleave",Le),z(M,J(SB,{get cols(){return OA()},get rows(){return zA()},
get scale(){return k()},get blinking(){return bA()},get cursorMode(){return A.cursorMode},get boldIsBright(){return A.boldIsBright},
get adaptivePalette(){return A.adaptivePalette},get lineHeight(){return A.terminalLineHeight},preferEmbeddedTheme:Q,core:e,
logger:g,get onReady(){return A.onTerminalReady},get stats(){return sA.terminal}}),null),z(M,J(FA,{get when(){return A.controls!==
!1},get children(){return J(rQ,{get duration(){return dA()},get currentTime(){return N()},get remainingTime(){return WA()},
get timing(){return q()},get markers(){return JA()},get isPlaying(){return W()||X()=="loader"},get isPausable(){return r()},
get isSeekable(){return y()},get isMuted(){return _()},onPlayClick:Te,onFullscreenClick:ne,onHelpClick:Fe,onSeekClick:w,
onMuteClick:o,ref(eA){var RA=p;typeof RA=="function"?RA(eA):p=eA}})}}),null),z(M,J(FA,{get when(){return ee().length>0},
get children(){return J(SQ,{get bottomOffset(){return xA()},get keystrokes(){return ee()},onExpired:cg})}}),null),z(M,J(
Og,{get children(){return[J(Ce,{get when(){return X()=="start"},get children(){return J(wQ,{onClick:dg})}}),J(Ce,{get when(){
return X()=="loader"},get children(){return J(cQ,{})}}),J(Ce,{get when(){return X()=="error"},get children(){return J(aQ,
{})}})]}}),null),z(M,J(rB,{get children(){return J(FA,{get when(){return X()=="info"},get children(){return J(DQ,{get message(){
return wA()},get wasPlaying(){return Y()}})}})}}),null),z(M,J(FA,{get when(){return TA()},get children(){return J(MQ,{onClose:()=>vA(
!1),get isPausable(){return r()},get isSeekable(){return y()},get hasAudio(){return _()!==void 0}})}}),null),fA(eA=>{var RA=!!de(),
ve=D(),Oe=wg();return RA!==eA.e&&c.classList.toggle("ap-hud",eA.e=RA),ve!==eA.t&&bI(M,eA.t=ve),eA.a=JI(M,Oe,eA.a),eA},{e:void 0,
t:void 0,a:void 0}),c})()};lg(["keydown","mousemove"]);function xI(A,g,e={}){let I=TQ(e.terminalFontFamily,e.terminalLineHeight),
t={core:A,logger:e.logger,cols:e.cols,rows:e.rows,fit:e.fit,controls:e.controls,cursorMode:e.cursorMode,keystrokeOverlay:e.
keystrokeOverlay,autoPlay:e.autoPlay,boldIsBright:e.boldIsBright,adaptivePalette:e.adaptivePalette,terminalFontSize:e.terminalFontSize,
terminalFontFamily:e.terminalFontFamily,terminalLineHeight:e.terminalLineHeight,theme:e.theme,onTerminalReady:e.onTerminalReady,
...I},B,n=oB(()=>(B=J(HQ,t),B),g);return{el:B,dispose:n}}function TQ(A,g){let t=document.createElement("div");t.className=
"ap-default-term-ff",t.style.height="0px",t.style.overflow="hidden",t.style.fontSize="15px",A!==void 0&&t.style.setProperty(
"--term-font-family",A);let B=document.createElement("div");B.className="ap-term",B.style.width="80ch",B.style.height=`${24*
(g??1.3333333333)}em`,B.style.fontSize="100%",t.appendChild(B),document.body.appendChild(t);let n={charW:B.clientWidth/80,
charH:B.clientHeight/24,bordersW:B.offsetWidth-B.clientWidth,bordersH:B.offsetHeight-B.clientHeight};return document.body.
removeChild(t),n}var vQ=["audioUrl","autoPlay","autoplay","cols","idleTimeLimit","loop","markers","pauseOnMarkers","post\
er","preload","rows","speed","startAt"],OQ=["autoPlay","autoplay","boldIsBright","cols","adaptivePalette","controls","cu\
rsorMode","fit","keystrokeOverlay","rows","terminalFontFamily","terminalFontSize","terminalLineHeight","theme"];function WI(A,g){
return Object.fromEntries(Object.entries(A).filter(([e,I])=>g.includes(e)&&I!=null))}function ZI(A){return typeof A=="st\
ring"?JSON.stringify(A):String(A)}function xQ(A){if(!Array.isArray(A))throw new Error(`markers option must be an array, \
got: ${ZI(A)}`);return A.map((g,e)=>{if(Number.isFinite(g))return[g,""];if(Array.isArray(g)&&Number.isFinite(g[0])&&typeof g[1]==
"string")return[g[0],g[1]];throw new Error(`invalid marker at index ${e}: expected a number or a [number, string] pair`)})}
function _I(A,g={}){let e=WI(A,vQ);if(e.autoPlay??=e.autoplay,e.speed??=1,e.markers!==void 0&&(e.markers=xQ(e.markers)),
!Number.isFinite(e.speed)||e.speed<=0)throw new Error(`speed option must be a positive number, got: ${ZI(e.speed)}`);return{
...e,...g}}function PI(A,g={}){let e=WI(A,OQ);if(e.autoPlay??=e.autoplay,e.adaptivePalette??=!1,e.controls??="auto",e.cursorMode??=
"blinking",e.keystrokeOverlay??=!1,!["blinking","steady","hidden"].includes(e.cursorMode))throw new Error(`unsupported c\
ursor mode: ${e.cursorMode}`);if(typeof e.keystrokeOverlay!="boolean")throw new Error(`unsupported keystroke overlay opt\
ion: ${e.keystrokeOverlay}`);return{...e,...g}}function jI(A,g,e={}){let I=e.logger??new xe,t=new Pe(A,_I(e,{logger:I})),B=()=>t.terminalReady(),{el:n,dispose:i}=xI(t,
g,PI(e,{logger:I,onTerminalReady:B}));t.init().catch(()=>{});let Q={el:n,dispose:i,getCurrentTime:()=>t.getCurrentTime(),
getDuration:()=>t.getDuration(),play:()=>t.play(),pause:()=>t.pause(),seek:l=>t.seek(l)};return Q.addEventListener=(l,s)=>t.
addEventListener(l,s.bind(Q)),Q}window.snapPlayer=jI;})();
