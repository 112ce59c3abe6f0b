import { chromium } from "@playwright/test";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const D="/tmp/s2/shots/";
async function session(w,h,scheme,steps){
  const page = await browser.newPage({ viewport:{width:w,height:h}, colorScheme: scheme });
  page.on("console",m=>{ if(m.type()==="error") console.log("ERR",m.text()); });
  page.on("pageerror",e=>console.log("PAGEERR",String(e)));
  await page.emulateMedia({ reducedMotion:"reduce", colorScheme: scheme });
  await page.goto("http://localhost:5172/");
  await page.getByRole("region",{name:"Canvas"}).waitFor();
  await page.waitForTimeout(1500);
  try { await steps(page); } catch(e){ console.log("FAIL",String(e).slice(0,600)); await page.screenshot({path:D+"fail.png"}); }
  await page.close();
}
const openGallery = async (page,name)=>{
  await page.getByRole("button",{name:/^Scenario/}).first().click().catch(()=>{});
  await page.getByRole("menuitem",{name:/Gallery/}).click();
  await page.getByRole("button",{name:`Open ${name}`}).click();
  await page.waitForTimeout(1500);
};
const node=(page,n)=>page.getByRole("region",{name:"Canvas"}).getByRole("button",{name:new RegExp(`^${n}, `)});
const which=process.argv[2]??"all";
if(which==="all"||which==="1") await session(1280,800,"dark",async page=>{
  await openGallery(page,"Token introspection");
  await page.screenshot({path:D+"intro-dark.png"});
  await node(page,"Identity provider").click(); await page.waitForTimeout(800);
  await page.screenshot({path:D+"intro-idp.png"});
  await node(page,"gateway").click(); await page.waitForTimeout(800);
  await page.screenshot({path:D+"intro-gw.png"});
});
if(which==="all"||which==="2") await session(1440,900,"light",async page=>{
  await openGallery(page,"Token introspection");
  await page.getByRole("region",{name:"Canvas"}).getByRole("button",{name:/^apps to Identity provider, /}).press("Enter"); await page.waitForTimeout(900);
  await page.screenshot({path:D+"edge-idp-light.png"});
  await page.getByRole("tab",{name:"Calls"}).click(); await page.waitForTimeout(500);
  await page.screenshot({path:D+"edge-idp-calls.png"});
  await page.getByRole("region",{name:"Canvas"}).getByRole("button",{name:/^apps to gateway, /}).press("Enter"); await page.waitForTimeout(900);
  await page.screenshot({path:D+"edge-gw-light.png"});
});
if(which==="all"||which==="3") await session(1440,900,"dark",async page=>{
  await openGallery(page,"Unauthenticated flood");
  await page.getByRole("radiogroup",{name:"Speed"}).getByText("Max",{exact:true}).click();
  await page.getByRole("button",{name:"The flood"}).first().click().catch(e=>console.log("nofault"));
  await page.waitForTimeout(500);
  if(await page.getByRole("button",{name:"Run",exact:true}).count()) await page.getByRole("button",{name:"Run",exact:true}).click();
  await page.waitForTimeout(12000);
  await page.screenshot({path:D+"flood-dark.png"});
});
if(which==="all"||which==="4") await session(1280,800,"light",async page=>{
  await page.getByRole("textbox",{name:"Search the palette"}).fill("identity"); await page.waitForTimeout(600);
  await page.screenshot({path:D+"palette.png"});
});
if(which==="5") await session(1440,2000,"dark",async page=>{
  await openGallery(page,"Token introspection");
  await node(page,"gateway").click(); await page.waitForTimeout(800);
  await page.screenshot({path:D+"tall-gw.png"});
  await page.getByRole("region",{name:"Canvas"}).getByRole("button",{name:/^apps to Identity provider, /}).press("Enter"); await page.waitForTimeout(900);
  await page.screenshot({path:D+"tall-edge-idp.png"});
  await page.getByRole("region",{name:"Canvas"}).getByRole("button",{name:/^apps to gateway, /}).press("Enter"); await page.waitForTimeout(900);
  await page.screenshot({path:D+"tall-edge-gw.png"});
  await node(page,"Identity provider").click(); await page.waitForTimeout(800);
  await page.getByText("About Identity provider").click(); await page.waitForTimeout(500);
  await page.screenshot({path:D+"tall-idp.png"});
  await page.getByRole("textbox",{name:"Search the palette"}).fill("identity"); await page.waitForTimeout(600);
  await page.screenshot({path:D+"palette.png",clip:{x:0,y:0,width:700,height:500}});
});
if(which==="6") await session(1440,900,"dark",async page=>{
  await openGallery(page,"Token expiry stampede");
  await page.getByRole("radiogroup",{name:"Speed"}).getByText("Max",{exact:true}).click();
  await page.getByRole("button",{name:"The identity provider is slow"}).first().click().catch(e=>console.log("nofault"));
  await page.waitForTimeout(500);
  if(await page.getByRole("button",{name:"Run",exact:true}).count()) await page.getByRole("button",{name:"Run",exact:true}).click();
  await page.waitForTimeout(20000);
  await page.screenshot({path:D+"stampede-dark.png"});
  await page.getByRole("tab",{name:"Nodes"}).click(); await page.waitForTimeout(1500);
  await page.screenshot({path:D+"stampede-nodes.png"});
  await page.getByRole("tab",{name:"Cascade"}).click(); await page.waitForTimeout(1500);
  await page.screenshot({path:D+"stampede-cascade.png"});
});
await browser.close();
